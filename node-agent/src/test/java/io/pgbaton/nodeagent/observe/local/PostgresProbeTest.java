package io.pgbaton.nodeagent.observe.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.observe.local.PostgresProbe.PostgresTarget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real PostgreSQL answers, is not there to answer, and answers again. */
class PostgresProbeTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private volatile PostgresAnswer last = PostgresAnswer.unreachable(0, "not asked yet");
    private RealPostgres postgres;
    private PostgresProbe probe;

    @BeforeEach
    void install() {
        postgres = new RealPostgres();
        PostgresTarget target = new PostgresTarget(postgres.url(), "postgres", Optional.empty());
        probe = new PostgresProbe(vertx, "n1", target, answer -> last = answer);
    }

    @AfterEach
    void remove() {
        if (postgres != null) {
            probe.close();
            vertx.close().await();
            postgres.close();
        }
    }

    @Test
    void r5APrimaryIsWritableAndSaysOnWhichTimeline() {
        postgres.start("127.0.0.1");
        awaitState(Postgres.WRITABLE);

        assertEquals(1, last.timeline());
        assertTrue(last.lsn().contains("/"), last.lsn());
    }

    @Test
    void whereItListensIsAskedAnewAfterARestartAndUnknownMeanwhile() {
        postgres.start("127.0.0.1");
        awaitState(Postgres.WRITABLE);
        assertEquals(Optional.of("127.0.0.1"), probe.listenAddresses());

        postgres.stop();
        awaitState(Postgres.UNREACHABLE);
        assertEquals(Optional.empty(), probe.listenAddresses());

        postgres.start("*");
        awaitState(Postgres.WRITABLE);
        assertEquals(Optional.of("*"), probe.listenAddresses());
    }

    @Test
    void r8AnotherPostmasterHasAnotherStart() {
        postgres.start("127.0.0.1");
        awaitState(Postgres.WRITABLE);
        String first = probe.postmasterStart().orElseThrow();

        postgres.stop();
        awaitState(Postgres.UNREACHABLE);
        assertEquals(Optional.empty(), probe.postmasterStart());

        postgres.start("127.0.0.1");
        awaitState(Postgres.WRITABLE);
        assertNotEquals(first, probe.postmasterStart().orElseThrow());
    }

    private void awaitState(Postgres wanted) {
        await("PostgreSQL is " + wanted).atMost(Duration.ofSeconds(30)).until(() -> {
            context.runOnContext(nothing -> probe.ask());
            return last.state() == wanted;
        });
    }
}
