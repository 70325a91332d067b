-- The role of pgbaton's node agent: it may log in and owns nothing. Run once, on the leader; replicas get it from there.
-- psql asks for the password, which so comes into no history:  psql -f role.sql  then  \password pgbaton
-- Any role may call pg_is_in_recovery(), pg_current_wal_lsn() and pg_logical_emit_message(), which is all the agent does.
CREATE ROLE pgbaton LOGIN CONNECTION LIMIT 8;
COMMENT ON ROLE pgbaton IS 'node agent of pgbaton: asks whether this server takes writes';
