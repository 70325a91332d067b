package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A handover without effect on a real cluster. */
@Tag("lab")
@Tag("short")
@ExtendWith(SharedLab.class)
class RehearsalScenario {
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Slower than its budget it has failed, as it should; on a busy machine it is asked for again. */
    @Test
    void itGoesThroughTheWholePathAndChangesNothing(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String leader = lab.leader();
            JsonObject result = Await.value("a rehearsal to complete", BOUND, () -> Optional.of(RehearsalByHand.of(lab))
                            .filter(RehearsalByHand.Told::completed))
                    .result();
            assertEquals(new JsonArray(List.copyOf(Layout.NODES)), result.getJsonArray("nodes"));
            List<String> hops = result.getJsonArray("hops").stream()
                    .map(hop -> ((JsonObject) hop).getString("name"))
                    .toList();
            assertTrue(
                    hops.containsAll(List.of("sight", "bus", "etcd", "address", "postgres", "interface", "haproxy")),
                    hops.toString());
            assertEquals(leader, lab.leader());
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    /** Only as long as it is registered, 10 s: on a busy machine that is over before anybody has asked. */
    @Test
    void anAgentThatStandsStillIsNamed(Lab lab) {
        Host frozen = Aftermath.replica(lab);
        RehearsalByHand.Told told = Await.value(
                "a rehearsal that names " + frozen.name(), BOUND, () -> Optional.of(whileFrozen(lab, frozen))
                        .filter(one -> one.blamed().contains(frozen.name())));
        assertEquals(1, told.exit());
    }

    private static RehearsalByHand.Told whileFrozen(Lab lab, Host frozen) {
        frozen.freeze(What.NODE_AGENT);
        try {
            return RehearsalByHand.of(lab);
        } finally {
            frozen.cont(What.NODE_AGENT);
        }
    }
}
