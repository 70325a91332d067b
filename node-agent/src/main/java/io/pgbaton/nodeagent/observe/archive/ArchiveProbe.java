package io.pgbaton.nodeagent.observe.archive;

import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.decide.archive.ArchiveReading;
import io.pgbaton.nodeagent.decide.archive.Said;
import io.pgbaton.nodeagent.observe.local.PostgresConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Asks the primary how its archiving goes, and listens to pgBackRest. On a connection of its own, so that the question that a
 * handover waits for never queues behind a folder with ten thousand files.
 */
public final class ArchiveProbe {
    private static final int ANSWER_SECONDS = 5;

    /** Empty in recovery, where the functions of a primary fail: OFFSET 0 keeps the planner from asking them. */
    private static final String QUESTION =
            """
            SELECT current_setting('archive_mode') <> 'off',
                   current_setting('archive_command') NOT IN ('', '(disabled)')
                     OR coalesce(current_setting('archive_library', true), '') <> '',
                   coalesce(a.last_archived_wal, ''), coalesce(extract(epoch FROM a.last_archived_time) * 1000000, 0)::bigint,
                   coalesce(a.last_failed_wal, ''), coalesce(extract(epoch FROM a.last_failed_time) * 1000000, 0)::bigint,
                   (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                   substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
                   pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
                   (SELECT setting::int FROM pg_settings WHERE name = 'wal_segment_size'),
                   has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'execute')
              FROM pg_stat_archiver AS a, (SELECT WHERE NOT pg_is_in_recovery() OFFSET 0) AS primary_""";

    private static final String WAITING =
            "SELECT count(*) FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready'";

    private static final int HEX = 16;

    private final WorkerExecutor worker;
    private final PostgresConnection connection;
    private final Eavesdropper eavesdropper;
    /** Kept until the primary has answered too: it is said only once. */
    private Said heard = Said.NOTHING;

    /** @param said nothing where neither log nor spool is named */
    public record Look(ArchiveReading reading, Said said) {}

    public ArchiveProbe(Vertx vertx, DatabaseConfig database) {
        this.worker =
                vertx.createSharedWorkerExecutor("archive-" + database.member(), 1, ANSWER_SECONDS, TimeUnit.SECONDS);
        this.connection = new PostgresConnection(
                database.url(), database.user(), database.password(), "pgbaton-archive", ANSWER_SECONDS);
        this.eavesdropper = new Eavesdropper(database.archive());
    }

    /** Empty from a standby. Fails when there is no answer. */
    public Future<Optional<Look>> look() {
        return worker.executeBlocking(() -> {
            try {
                return read(connection.openAlive());
            } catch (SQLException noAnswer) {
                connection.drop();
                throw noAnswer;
            }
        });
    }

    /** A member that does not lead keeps no connection for this. */
    public void rest() {
        worker.executeBlocking(() -> {
            connection.drop();
            return null;
        });
    }

    public void close() {
        worker.executeBlocking(() -> {
                    connection.close();
                    return null;
                })
                .onComplete(closed -> worker.close());
    }

    private Optional<Look> read(Connection open) throws SQLException {
        heard = heard.and(eavesdropper.listen());
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            if (!row.next()) {
                return Optional.empty();
            }
            boolean on = row.getBoolean(1);
            OptionalInt waiting = on && row.getBoolean(11) ? OptionalInt.of(waiting(open)) : OptionalInt.empty();
            ArchiveReading reading = new ArchiveReading(
                    on,
                    row.getBoolean(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    Integer.parseUnsignedInt(row.getString(8), HEX),
                    row.getLong(9),
                    row.getInt(10),
                    waiting);
            Look look = new Look(reading, heard);
            heard = Said.NOTHING;
            return Optional.of(look);
        }
    }

    private static int waiting(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(WAITING)) {
            row.next();
            return row.getInt(1);
        }
    }
}
