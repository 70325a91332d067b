package io.pgbaton.cli.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.cli.sentence.RestoreStateSentences;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
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

    @Test
    void aRestoreIsOneWhileItStandsStillOrWaits() {
        RestoreState going = RestoreState.newBuilder()
                .setId("r-1")
                .setPlan(RestorePlan.newBuilder()
                        .addNodes(RestoreNode.newBuilder().setNode("n2").setMember("n2")))
                .setPhase(RestorePhase.RESTORE_PHASE_SET_ASIDE)
                .build();
        assertEquals(List.of(), problems(going));
        assertEquals(
                Optional.of("r-1: stop of Patroni, and setting its data aside of n2"),
                RestoreStateSentences.goesOn(going));
        assertEquals(
                List.of("restore r-1 waits: pgbaton is paused"),
                problems(going.toBuilder().setWaitsFor("pgbaton is paused").build()));

        RestoreState failed = going.toBuilder()
                .setPhase(RestorePhase.RESTORE_PHASE_FAILED)
                .setFailure(RestoreFailure.newBuilder()
                        .setPhase(RestorePhase.RESTORE_PHASE_SET_ASIDE)
                        .setNode("n2")
                        .setName("is-primary")
                        .setDetail("n2 leads")
                        .setNextStep("switch over, then resume"))
                .build();
        assertEquals(
                List.of("restore r-1 stands still: stop of Patroni, and setting its data aside on n2 failed,"
                        + " is-primary (n2 leads); switch over, then resume"),
                problems(failed));
        assertEquals(
                List.of(),
                problems(going.toBuilder()
                        .setPhase(RestorePhase.RESTORE_PHASE_COMPLETED)
                        .build()));
    }

    private static List<String> problems(RestoreState restore) {
        return problems(ClusterState.newBuilder().setRestore(restore).build());
    }

    private static List<String> problems(MemberHealing healing) {
        return problems(ClusterState.newBuilder().addHealing(healing).build());
    }

    private static List<String> problems(ClusterState described) {
        return Problems.of(well(), Optional.of(described), Instant.EPOCH);
    }

    private static ScopeState well() {
        String leader = new PatroniKeys(SCOPE).leader();
        return ScopeLookup.state(SCOPE, new Snapshot(1, 7, Map.of(leader, new Entry(leader, "n1", 5, 5, 1, 9))));
    }
}
