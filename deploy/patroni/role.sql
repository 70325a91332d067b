-- The role of pgbaton's node agent: it may log in and owns nothing. Run once, on the leader; replicas get it from there.
-- psql asks for the password, which so comes into no history:  psql -f role.sql  then  \password pgbaton
-- Any role may call pg_is_in_recovery(), pg_current_wal_lsn() and pg_logical_emit_message(), which is all the agent does.
-- To count the WAL files that wait for the archive it needs one more:  GRANT EXECUTE ON FUNCTION pg_ls_archive_statusdir() TO pgbaton;
-- without it they are counted from positions.
CREATE ROLE pgbaton LOGIN CONNECTION LIMIT 8;
COMMENT ON ROLE pgbaton IS 'node agent of pgbaton: asks whether this server takes writes';
