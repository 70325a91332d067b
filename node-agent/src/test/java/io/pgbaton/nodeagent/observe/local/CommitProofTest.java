package io.pgbaton.nodeagent.observe.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.primary.PrimaryInput.CommitTried;
import io.pgbaton.nodeagent.observe.local.PostgresProbe.PostgresTarget;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R5: whether commits go through, asked of a real PostgreSQL. */
class CommitProofTest {
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<CommitTried> tried = new LinkedBlockingQueue<>();
    private RealPostgres postgres;
    private CommitProof proof;

    @BeforeEach
    void start() throws Exception {
        postgres = new RealPostgres();
        postgres.start("127.0.0.1");
        PostgresTarget target = new PostgresTarget(postgres.url(), "postgres", Optional.empty());
        proof = new CommitProof(vertx, "n1", target, tried::add);
    }

    @AfterEach
    void stop() throws Exception {
        if (proof != null) {
            proof.close();
        }
        vertx.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void aCommitIsProvenWithItsPositionInTheLog() throws Exception {
        CommitTried answer = prove(7);
        assertTrue(answer.committed(), answer.detail());
        assertEquals(7, answer.epoch());
        assertTrue(answer.lsn().matches("[0-9A-F]+/[0-9A-F]+"), answer.lsn());
    }

    @Test
    void aConnectionThatARestartBrokeIsNoBlockedCommit() throws Exception {
        proof.keepReady();
        assertTrue(prove(7).committed());
        postgres.restart("127.0.0.1");
        CommitTried answer = prove(8);
        assertTrue(answer.committed(), answer.detail());
    }

    @Test
    void aCommitThatWaitsForAStandbyThatIsNotThereIsBlocked() throws Exception {
        waitForAStandbyThatIsNotThere();
        CommitTried answer = prove(7);
        assertFalse(answer.committed());
        assertTrue(answer.took() > 0);
    }

    private CommitTried prove(long epoch) throws InterruptedException {
        proof.prove(epoch);
        CommitTried answer = tried.poll(30, TimeUnit.SECONDS);
        assertTrue(answer != null, "no answer in 30 s");
        return answer;
    }

    private void waitForAStandbyThatIsNotThere() throws SQLException {
        try (Connection admin = DriverManager.getConnection(postgres.url(), "postgres", "")) {
            admin.createStatement().execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        }
        postgres.restart("127.0.0.1");
    }
}
