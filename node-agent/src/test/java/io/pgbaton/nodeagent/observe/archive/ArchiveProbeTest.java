package io.pgbaton.nodeagent.observe.archive;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.decide.archive.ArchiveReading;
import io.pgbaton.nodeagent.observe.local.RealPostgres;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real PostgreSQL says of an archive that it has not, that takes nothing, and that takes all. */
class ArchiveProbeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private RealPostgres postgres;

    @BeforeEach
    void start() {
        postgres = new RealPostgres();
        postgres.start("127.0.0.1");
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void aPrimaryWithoutAnArchiveSaysSo() {
        assertFalse(look("postgres").on());
    }

    @Test
    void whatFailsAndWhatIsTakenIsSeenByARoleThatMayDoNothing() throws Exception {
        execute("ALTER SYSTEM SET archive_mode = 'on'", "CREATE ROLE pgbaton LOGIN");
        execute("ALTER SYSTEM SET archive_command = 'exit 45'");
        postgres.restart("127.0.0.1");
        execute("CREATE TABLE t()", "SELECT pg_switch_wal()");
        await().atMost(LONG).until(() -> look("pgbaton").failedAt() > 0);

        ArchiveReading failing = look("pgbaton");
        assertTrue(failing.configured());
        assertEquals("", failing.archived());
        assertTrue(failing.failed().startsWith("00000001"), failing.failed());
        assertEquals(1, failing.timeline());
        assertEquals(16 << 20, failing.segment());
        assertEquals(OptionalInt.empty(), failing.waiting());
        assertTrue(look("postgres").waiting().getAsInt() > 0);

        execute("ALTER SYSTEM SET archive_command = 'exit 0'", "SELECT pg_reload_conf()", "SELECT pg_switch_wal()");
        await().atMost(LONG).until(() -> look("postgres").waiting().getAsInt() == 0);
        await().atMost(LONG)
                .until(() -> look("pgbaton").archivedAt() > look("pgbaton").failedAt());
    }

    private ArchiveReading look(String user) {
        DatabaseConfig config = new DatabaseConfig(
                "n1",
                URI.create("http://127.0.0.1:8008"),
                postgres.url(),
                user,
                Optional.empty(),
                ArchiveConfig.DEFAULT);
        ArchiveProbe probe = new ArchiveProbe(vertx, config);
        try {
            return probe.look().await().orElseThrow().reading();
        } finally {
            probe.close();
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }
}
