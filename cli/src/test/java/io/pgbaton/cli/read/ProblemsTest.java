package io.pgbaton.cli.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    @Test
    void aMemberThatIsBrokenIsOneUntilItIsOver() {
        MemberHealing broken = MemberHealing.newBuilder()
                .setMember("n3")
                .setBroken(MemberBroken.newBuilder()
                        .setNode("n3")
                        .setMember("n3")
                        .setFault(MemberFault.MEMBER_FAULT_EMPTY)
                        .setNextStep("look there"))
                .setWaitsFor("the scope is paused")
                .build();
        assertEquals(
                List.of("n3 will not come back by itself: its data directory is empty, or not there; look there;"
                        + " healing waits: the scope is paused"),
                problems(broken));
        assertEquals(List.of(), problems(broken.toBuilder().clearBroken().build()));
    }

    private static List<String> problems(MemberHealing healing) {
        ClusterState described = ClusterState.newBuilder().addHealing(healing).build();
        return Problems.of(well(), Optional.of(described), Instant.EPOCH);
    }

    private static ScopeState well() {
        String leader = new PatroniKeys(SCOPE).leader();
        return ScopeLookup.state(SCOPE, new Snapshot(1, 7, Map.of(leader, new Entry(leader, "n1", 5, 5, 1, 9))));
    }
}
