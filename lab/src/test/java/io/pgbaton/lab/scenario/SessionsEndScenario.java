package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.What;
import io.pgbaton.lab.watch.AddressTimeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R1c: whoever is connected to the old holder is told so, also by a PostgreSQL that goes on without its Patroni. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class SessionsEndScenario {
    private static final Duration ALLOWED = Duration.ofSeconds(1);

    @Test
    @Tag("short")
    void anIdleSessionAndOneInsideAStatementEndWithinASecondOfTheRelease(Lab lab) throws Exception {
        try (Aftermath aftermath = Aftermath.of(lab);
                OpenSession idle = OpenSession.through(lab, aftermath.vip());
                OpenSession busy = OpenSession.through(lab, aftermath.vip())) {
            busy.say("select pg_sleep(300);");
            CompletableFuture<Instant> busyEnded =
                    busy.ended().thenApply(gone -> Clock.systemUTC().instant());
            Host old = lab.host(lab.leader());
            old.kill(What.PATRONI);
            Aftermath.otherLeader(lab, old.name());
            Instant released = aftermath.completed() == null ? null : released(aftermath.timeline(), old.name());
            Instant ended = busyEnded.get(30, TimeUnit.SECONDS);
            assertTrue(
                    Duration.between(released, ended).compareTo(ALLOWED) <= 0,
                    () -> "released at " + released + ", the session inside pg_sleep ended at " + ended);
            assertTrue(!idle.answers(), "the idle session still answers");
        }
    }

    private static Instant released(AddressTimeline timeline, String host) {
        return timeline.carries().stream()
                .filter(carry -> carry.host().equals(host))
                .flatMap(carry -> carry.until().stream())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
