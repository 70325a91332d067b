package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.Hop;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.proto.v1.RehearsalStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final long REVISION = 70;
    private static final Schedule OFTEN = new Schedule(Duration.ofMinutes(5), Duration.ofSeconds(2));
    private static final RehearsalRequest BY_ANN = RehearsalRequest.newBuilder()
            .setActor("ann@db1")
            .setReason("new switch")
            .build();

    @Test
    void everyAgentIsCommandedAndItCompletesWithTheLongestOfEachHop() {
        Play play = asked(Play.led("n1", "n2"), REVISION);
        assertEquals(List.of("n1 rehearse", "n2 rehearse"), play.commandNames());

        play.see(seen("n1", 4), seen("n2", 9), answered("n1", 20, 6_000), answered("n2", 25, 1_000));

        RehearsalResult result = only(play, EventType.REHEARSAL_COMPLETED);
        assertEquals(List.of("n1", "n2"), result.getNodesList());
        assertEquals("ann@db1", result.getActor());
        assertHop(result, "sight", "n2", 9_000);
        assertHop(result, "bus", "n2", 24_000);
        assertHop(result, "etcd", "n1", 6_000);
        assertHop(result, "total", "", 25_000);
        assertEquals(result, play.world.described.getLastRehearsal());
        assertEquals(List.of(), play.world.audit, "nothing was changed");
    }

    @Test
    void whenTheBudgetIsOverItSaysOfEveryAgentHowFarItCame() {
        Play play = asked(Play.led("n1", "n2", "n3", "n4"), REVISION);
        play.see(seen("n1", 4), answered("n1", 20, 100), seen("n2", 5), answered("n3", 30, 100));
        play.fire(TimerKey.Kind.REHEARSAL_BUDGET);
        assertEquals(
                List.of(
                        "n2 bus: it saw the key and did not answer the command",
                        "n3 sight: it answered the command and did not see the key in etcd",
                        "n4 sight: it neither saw the key nor answered"),
                faults(only(play, EventType.REHEARSAL_FAILED)));
        assertFalse(only(play, EventType.REHEARSAL_FAILED).getNextStep().isEmpty());
    }

    @Test
    void aStepThatDidNotWorkFailsItWithItsReason() {
        Play play = asked(Play.led("n1"), REVISION);
        RehearsalStep postgres = RehearsalStep.newBuilder()
                .setName("postgres")
                .setFault("connection refused")
                .build();
        play.see(seen("n1", 4), answered("n1", 20, 100, postgres));
        assertEquals(List.of("n1 postgres: connection refused"), faults(only(play, EventType.REHEARSAL_FAILED)));
    }

    @Test
    void oneThatIsSlowerThanItsBudgetHasFailed() {
        Play play = asked(Play.led("n1"), REVISION);
        play.see(seen("n1", 4), answered("n1", 2_500, 100));
        assertEquals(
                List.of(" total: it took 2.500 s, more than its budget of 2.000 s"),
                faults(only(play, EventType.REHEARSAL_FAILED)));
    }

    @Test
    void aHandoverThatBeginsEndsItWithoutAnEvent() {
        Play play = asked(Play.led(OFTEN, "n1", "n2"), REVISION);
        play.see(by("n1", 10).lost("n1", 10), seen("n1", 11), answered("n1", 12, 1), seen("n2", 13))
                .see(answered("n2", 14, 1));
        assertFalse(play.runs(TimerKey.Kind.REHEARSAL_BUDGET));
        assertEquals(List.of(), rehearsed(play));
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(0, puts(play), "the handover is still open");
    }

    @Test
    void noneBeginsWhileAHandoverIsOpen() {
        Play play = Play.led("n1", "n2").see(by("n1", 0).lost("n1", 10));
        asked(play, REVISION).see(seen("n1", 5));
        assertFalse(play.commandNames().contains("n1 rehearse"));
        assertEquals(List.of(), rehearsed(play));
    }

    @Test
    void oneIsAskedForWhenItIsDueAndTheNextOneAfterIt() {
        Play play = Play.led(OFTEN, "n1");
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(1, puts(play));
        Action.PutRehearsal put = lastPut(play);
        assertEquals("co1", put.request().getActor());

        long sent = play.now().nanos() / 1_000_000;
        play.at(sent + 3).input(new Input.RehearsalPut(play.now(), REVISION));
        play.input(new Input.RehearsalAsked(play.now(), REVISION, put.request()));
        play.see(seen("n1", sent + 8), answered("n1", sent + 20, 100));
        RehearsalResult result = only(play, EventType.REHEARSAL_COMPLETED);
        assertHop(result, "put", "", 3_000);
        assertHop(result, "sight", "n1", 8_000);
        assertHop(result, "total", "", 20_000);

        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(2, puts(play));
    }

    @Test
    void R11_aPausedScopeIsNotRehearsedUnlessAPersonAsks() {
        Play play = Play.led(OFTEN, "n1").hands(paused());
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(0, puts(play));
        asked(play, REVISION);
        assertEquals(List.of("n1 rehearse"), play.commandNames());
        play.hands(HandsOff.NONE).see(seen("n1", 4), answered("n1", 20, 1));
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(1, puts(play));
    }

    @Test
    void aScopeWithoutAgentsIsLeftAloneAndAPersonIsToldSo() {
        Play play = Play.led(OFTEN);
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(0, puts(play));
        asked(play, REVISION);
        assertEquals(
                List.of(" sight: no agent of this scope is registered in etcd"),
                faults(only(play, EventType.REHEARSAL_FAILED)));
    }

    @Test
    void whenEtcdDoesNotTakeTheKeyItIsTriedAgain() {
        Play play = Play.led(OFTEN, "n1");
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        play.input(new Input.RehearsalNotPut(play.now()));
        play.fire(TimerKey.Kind.REHEARSAL_DUE);
        assertEquals(2, puts(play));
    }

    @Test
    void R8_whatIsToldAgainChangesNothing() {
        Play play = asked(Play.led("n1"), REVISION);
        asked(play, REVISION).see(seen("n1", 4), seen("n1", 5), answered("n1", 20, 1));
        asked(play, REVISION).see(seen("n1", 30), answered("n1", 31, 1));
        assertEquals(List.of("n1 rehearse"), play.commandNames());
        assertEquals(1, rehearsed(play).size());
    }

    @Test
    void R8_whoeverTakesOverForgetsTheOneThatWentOnAndKnowsTheLast() {
        Play first = asked(Play.led("n1"), REVISION - 1).see(seenOf("n1", 4, REVISION - 1));
        first.see(answeredOf("n1", 8, 1, REVISION - 1));
        asked(first, REVISION);
        Play second = new Play(first.world, "co2", Seen.hosts("n1"));
        second.input(new Input.RehearsalKnown(second.now(), REVISION));
        second.see(seen("n1", 9)).live();
        second.see(seen("n1", 10), answered("n1", 20, 1));
        assertEquals(1, rehearsed(second).size(), "that of the first");
        assertEquals(id(REVISION - 1), second.state().rehearsals().last().getId());
        assertEquals(
                1,
                second.world.commands.stream()
                        .filter(c -> c.correlationId().equals(id(REVISION)))
                        .count());
    }

    @Test
    void anAgentsWordOpensItToo() {
        Play play = Play.led("n1").see(seen("n1", 4), answered("n1", 20, 1));
        assertEquals(1, rehearsed(play).size());
    }

    @Test
    void anotherRequestWaitsForItsTurn() {
        Play play = asked(Play.led("n1"), REVISION);
        asked(play, REVISION + 1).see(seen("n1", 4), seenOf("n1", 6, REVISION + 1));
        assertEquals(1, play.commandNames().size());
        play.see(answered("n1", 20, 1));
        assertEquals(2, play.commandNames().size());
        play.see(answeredOf("n1", 40, 1, REVISION + 1));
        assertEquals(2, rehearsed(play).size());
    }

    @Test
    void anAgentThatLeftMeanwhileIsNotMissed() {
        Play play = asked(Play.led("n1", "n2"), REVISION);
        play.see(seen("n1", 4), answered("n1", 20, 1)).agents(Seen.hosts("n1"));
        assertEquals(List.of("n1"), only(play, EventType.REHEARSAL_COMPLETED).getNodesList());
    }

    @Test
    void anAgentThatRefusesIsNamed() {
        Play play = asked(Play.led("n1"), REVISION);
        BusRecord command = play.world.commands.get(0);
        Refusal refusal = Refusal.newBuilder()
                .setCommandId(command.id())
                .setReason(RefusalReason.MALFORMED)
                .setDetail("this version knows no such action")
                .build();
        play.see(seen("n1", 4), by("n1", 5).of(EventType.REFUSAL_RECORDED, "n1", refusal));
        assertEquals(
                List.of("n1 bus: it refused: this version knows no such action"),
                faults(only(play, EventType.REHEARSAL_FAILED)));
    }

    private static Play asked(Play play, long revision) {
        return play.input(new Input.RehearsalAsked(play.now(), revision, BY_ANN));
    }

    private static BusRecord seen(String node, long at) {
        return seenOf(node, at, REVISION);
    }

    private static BusRecord seenOf(String node, long at, long revision) {
        RehearsalSeen data = RehearsalSeen.newBuilder()
                .setNode(node)
                .setRevision(revision)
                .setRequest(BY_ANN)
                .build();
        return by(node, at).of(EventType.REHEARSAL_SEEN, node, data);
    }

    private static BusRecord answered(String node, long at, long micros, RehearsalStep... more) {
        return answeredOf(node, at, micros, REVISION, more);
    }

    private static BusRecord answeredOf(String node, long at, long micros, long revision, RehearsalStep... more) {
        RehearsalAnswered data = RehearsalAnswered.newBuilder()
                .setId(id(revision))
                .setNode(node)
                .addSteps(RehearsalStep.newBuilder().setName("etcd").setDurationUs(micros))
                .addAllSteps(List.of(more))
                .setDurationUs(micros)
                .build();
        return by(node, at).of(EventType.REHEARSAL_ANSWERED, node, data);
    }

    private static String id(long revision) {
        return EventIds.rehearsal(Seen.ETCD, Seen.SCOPE, revision);
    }

    private static List<BusRecord> rehearsed(Play play) {
        return play.world.events.stream()
                .filter(event -> event.data() instanceof RehearsalResult)
                .toList();
    }

    private static RehearsalResult only(Play play, EventType type) {
        assertEquals(1, rehearsed(play).size());
        assertEquals(type, rehearsed(play).get(0).type());
        return rehearsed(play).get(0).data(RehearsalResult.class);
    }

    private static List<String> faults(RehearsalResult result) {
        assertFalse(result.getCompleted());
        return result.getFaultsList().stream().map(RehearsalTest::text).toList();
    }

    private static String text(RehearsalFault fault) {
        return fault.getNode() + " " + fault.getHop() + ": " + fault.getReason();
    }

    private static void assertHop(RehearsalResult result, String name, String where, long micros) {
        Hop hop = result.getHopsList().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
        assertEquals(where, hop.getWhere(), name);
        assertEquals(micros, hop.getDurationUs(), name);
    }

    private static long puts(Play play) {
        return play.world.all.stream()
                .filter(action -> action instanceof Action.PutRehearsal)
                .count();
    }

    private static Action.PutRehearsal lastPut(Play play) {
        return play.world.all.stream()
                .filter(Action.PutRehearsal.class::isInstance)
                .map(Action.PutRehearsal.class::cast)
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static HandsOff paused() {
        return new HandsOff(
                List.of(PauseState.newBuilder().setRevision(60).build()),
                List.of(),
                List.of(),
                Acknowledgement.getDefaultInstance(),
                List.of());
    }
}
