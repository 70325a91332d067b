package io.pgbaton.coordinator.decide.healing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealingMachineTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Healing state = Healing.by(Optional.of(new HealingPolicy("demo", Duration.ofMinutes(2), 2)));
    private Duration passed = Duration.ZERO;
    private boolean replaying;
    private boolean handedOver;
    private Set<RefusalReason> obstacles = Set.of();
    private String leader = "n1";
    private Surroundings.Restoring restore = new Surroundings.Restoring(RestoreState.getDefaultInstance(), false);
    private List<BackupAgentRegistration> agents = List.of(
            BackupAgentRegistration.newBuilder().setNode("h2").addMembers("n2").build(),
            BackupAgentRegistration.newBuilder().setNode("h3").addMembers("n3").build(),
            BackupAgentRegistration.newBuilder()
                    .setNode("bk")
                    .addStanzas("demo")
                    .build());
    private boolean somethingComesOfIt = true;
    private final List<RestoreRequest> asked = new ArrayList<>();

    @Test
    void anEmptyMemberIsRebuiltFromTheBackupWhenItStaysEmpty() {
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofSeconds(119));
        assertEquals(List.of(), asked);
        after(Duration.ofSeconds(2));
        RestorePlan plan = asked.get(0).getPlan();
        assertEquals(RestoreKind.RESTORE_KIND_MEMBER, plan.getKind());
        assertEquals(
                "h3 n3", plan.getNodes(0).getNode() + " " + plan.getNodes(0).getMember());
        assertEquals("demo", plan.getStanza());
        assertEquals(HealingMachine.ACTOR, asked.get(0).getActor());
    }

    @Test
    void withoutAPolicyItIsShownAndNothingElse() {
        state = Healing.NONE;
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofHours(1));
        assertEquals(List.of(), asked);
        assertEquals(MemberFault.MEMBER_FAULT_EMPTY, text("n3").getBroken().getFault());
        ended("n3");
        assertTrue(state.texts().isEmpty());
    }

    @Test
    void oneThatComesBackByItselfIsLeftAlone() {
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofSeconds(100));
        ended("n3");
        after(Duration.ofMinutes(10));
        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @CsvSource({
        "MEMBER_FAULT_PATRONI_AWAY, a person",
        "MEMBER_FAULT_NOT_MOUNTED, a person",
        "MEMBER_FAULT_UNSPECIFIED, a newer version"
    })
    void whatABackupDoesNotMendOrThisVersionDoesNotKnowIsLeftAlone(MemberFault fault, String waitsFor) {
        broken("n3", fault);
        after(Duration.ofHours(1));
        waits(waitsFor);
        assertEquals(List.of(), asked);
    }

    @Test
    void r11NothingIsAskedForWhileSomethingIsInTheWay() {
        broken("n3", MemberFault.MEMBER_FAULT_START_FAILED);
        passed = passed.plusMinutes(5);
        obstacles = Set.of(RefusalReason.PAUSED);
        waits("pgbaton resume");
        obstacles = Set.of(RefusalReason.FLAPPING);
        waits("pgbaton ack");
        obstacles = Set.of();
        handedOver = true;
        waits("handover");
        handedOver = false;
        leader = "";
        waits("a leader");
        leader = "n1";
        restoring(RestorePhase.RESTORE_PHASE_START, true);
        waits("restore r1 to end");
        restoring(RestorePhase.RESTORE_PHASE_FAILED, false);
        waits("resume or undo");
        restoring(RestorePhase.RESTORE_PHASE_COMPLETED, false);
        List<BackupAgentRegistration> all = agents;
        agents = all.subList(0, 2);
        waits("stanza demo");
        agents = all;
        replaying = true;
        look();
        assertEquals(List.of(), asked);
        replaying = false;
        look();
        assertEquals(1, asked.size());
        assertEquals("", text("n3").getWaitsFor());
    }

    @Test
    void withoutItsAgentNobodyCouldTellThatItIsWellAgain() {
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        List<BackupAgentRegistration> all = agents;
        agents = all.subList(2, 3);
        after(Duration.ofMinutes(30));
        waits("under `members`");
        agents = all;
        after(Duration.ofSeconds(119));
        assertEquals(List.of(), asked);
        after(Duration.ofSeconds(2));
        assertEquals(1, asked.size());
    }

    @Test
    void oneAtATimeAndNotOverAndOver() {
        broken("n2", MemberFault.MEMBER_FAULT_EMPTY);
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofMinutes(3));
        look();
        assertEquals(List.of("n2"), members());
        after(Duration.ofSeconds(61));
        assertEquals(List.of("n2", "n3"), members());
        after(Duration.ofMinutes(9));
        assertEquals(List.of("n2", "n3", "n2"), members());
        after(Duration.ofMinutes(5));
        assertEquals(List.of("n2", "n3", "n2", "n3"), members());
        after(Duration.ofHours(20));
        waits("2 times within a day");
        after(Duration.ofHours(4));
        assertEquals(5, asked.size());
    }

    @Test
    void whatNothingCameOfIsAskedForAgainSoonAndCounts() {
        somethingComesOfIt = false;
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofMinutes(3));
        after(Duration.ofSeconds(59));
        assertEquals(1, asked.size());
        after(Duration.ofSeconds(2));
        assertEquals(2, asked.size());
        after(Duration.ofMinutes(30));
        waits("2 times within a day");
    }

    @Test
    void whoeverTakesTheScopeOverCountsWhatWasAsked() {
        broken("n3", MemberFault.MEMBER_FAULT_EMPTY);
        after(Duration.ofMinutes(3));
        List<MemberHealing> described = List.copyOf(state.texts());
        state = Healing.by(state.policy()).takenOver(described, passed.toNanos());
        after(Duration.ofMinutes(9));
        assertEquals(1, asked.size());
        after(Duration.ofMinutes(2));
        assertEquals(2, asked.size());
        after(Duration.ofMinutes(30));
        assertEquals(2, asked.size(), "that was enough for a day");
    }

    private void broken(String member, MemberFault fault) {
        state = HealingMachine.told(
                state,
                now(),
                MemberBroken.newBuilder().setMember(member).setFault(fault).build());
    }

    private void ended(String member) {
        state = HealingMachine.told(
                state,
                now(),
                MemberBroken.newBuilder().setMember(member).setEnded(true).build());
    }

    private void restoring(RestorePhase phase, boolean open) {
        restore = new Surroundings.Restoring(
                RestoreState.newBuilder().setId("r1").setPhase(phase).build(), open);
    }

    /** And is over at once. */
    private void begins() {
        if (somethingComesOfIt) {
            restore = new Surroundings.Restoring(
                    RestoreState.newBuilder()
                            .setStartedUs(HealingMachine.micros(NOON.plus(passed)))
                            .build(),
                    false);
        }
    }

    private void after(Duration time) {
        passed = passed.plus(time);
        look();
    }

    private void look() {
        HealingMachine.Decision decision = HealingMachine.look(state, now());
        state = decision.next();
        decision.asked().ifPresent(request -> {
            asked.add(request);
            begins();
        });
    }

    private Surroundings now() {
        return new Surroundings(
                "service/demo",
                passed.toNanos(),
                NOON.plus(passed),
                replaying,
                handedOver,
                obstacles,
                leader,
                restore,
                agents);
    }

    private void waits(String words) {
        int before = asked.size();
        look();
        assertEquals(before, asked.size());
        String waitsFor = text("n3").getWaitsFor();
        assertTrue(waitsFor.contains(words), waitsFor);
    }

    private MemberHealing text(String member) {
        return state.texts().stream()
                .filter(text -> text.getMember().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private List<String> members() {
        return asked.stream().map(one -> one.getPlan().getNodes(0).getMember()).toList();
    }
}
