package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.HandoverTest.FAILOVER;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void aCommandWithoutAnAnswerIsSentAgainUnderTheSameIdAndThatIsAuditedOnce() {
        Play play = Play.led("n1").see(by("n1", 0).lost("n1", 10), by("n1", 500).acquired("n1", 20, 10));
        assertEquals(2, play.world.commands.size());
        play.fire(TimerKey.Kind.RETRY);
        assertEquals(4, play.world.commands.size());
        assertEquals(play.world.commands.get(0).id(), play.world.commands.get(2).id());
        assertEquals(2, intents(play).size());
    }

    @Test
    void theWaitBetweenTwoAttemptsGrowsAndThereIsALastOne() {
        Play play = Play.led("n1").agents(List.of(onlyAddress("n1")));
        play.see(by("n1", 0).lost("n1", 10), by("n1", 500).acquired("n1", 20, 10));
        play.fire(TimerKey.Kind.RETRY);
        assertEquals(2, play.world.commands.size());
        play.fire(TimerKey.Kind.RETRY);
        assertEquals(2, play.world.commands.size(), "half a second is too soon for the third");
        for (int tick = 0; play.runs(TimerKey.Kind.RETRY); tick++) {
            assertTrue(tick < 100, "it is repeated for ever");
            play.fire(TimerKey.Kind.RETRY);
        }
        assertEquals(9, play.world.commands.size());
    }

    @Test
    void anAnsweredCommandIsNotRepeatedAlsoWhenTheAnswerIsARefusal() {
        Play play = Play.led("n1").see(by("n1", 0).lost("n1", 10), by("n1", 500).acquired("n1", 20, 10));
        play.see(outcome(play.world.commands.get(0), Result.RESULT_DONE), refusal(play.world.commands.get(1)));
        play.fire(TimerKey.Kind.RETRY);
        assertEquals(2, play.world.commands.size());
        assertTrue(play.eventNouns().contains("command.refused"));
    }

    @Test
    void aProxyThatWasThereAlreadyNeedNotChangeToConfirm() {
        Play play =
                Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], FAILOVER[2], FAILOVER[3], FAILOVER[4], FAILOVER[6]);
        BusRecord route = play.world.commands.stream()
                .filter(c -> c.data(Command.class).hasRoute()
                        && c.data(Command.class).getNode().equals("n1"))
                .findFirst()
                .orElseThrow();
        play.see(outcome(route, Result.RESULT_ALREADY));
        assertEquals(HandoverResult.COMPLETED, HandoverTest.completed(play).getResult());
    }

    @Test
    void anAnswerThatIsReadBeforeTheCommandWasKnownCountsToo() {
        Play first =
                Play.led("n1").see(by("n1", 0).lost("n1", 10), by("n1", 500).acquired("n1", 20, 10));
        BusRecord answer = outcome(first.world.commands.get(0), Result.RESULT_DONE);
        Play second = new Play(first.world, "co2", Seen.hosts("n1"));
        second.see(answer, by("n1", 0).lost("n1", 10), by("n1", 500).acquired("n1", 20, 10))
                .live();
        second.fire(TimerKey.Kind.RETRY);
        assertEquals(
                1,
                second.world.commands.stream()
                        .filter(c -> c.id().equals(answer.causationId()))
                        .count());
    }

    @Test
    void R9_aCommandThatNobodyAnsweredIsOnTheAuditAsUnknownUnlessItsEffectWasSeen() {
        Play play = Play.led("n1", "n2").see(FAILOVER);
        assertEquals(play.world.commands.size(), intents(play).size());
        assertEquals(List.of("n1 prepare_route", "n2 prepare_route"), commandsThatEnded(play, Result.RESULT_UNKNOWN));
        assertEquals(
                List.of("n1 route", "n2 acquire_address", "n2 route"), commandsThatEnded(play, Result.RESULT_DONE));
    }

    private static List<String> commandsThatEnded(Play play, Result how) {
        List<String> ids = play.world.audit.stream()
                .filter(a -> a.type() == EventType.OUTCOME_RECORDED)
                .map(a -> a.data(Outcome.class))
                .filter(outcome -> outcome.getResult() == how)
                .map(Outcome::getCommandId)
                .toList();
        List<String> names = play.commandNames();
        return IntStream.range(0, names.size())
                .filter(i -> ids.contains(play.world.commands.get(i).id()))
                .mapToObj(names::get)
                .sorted()
                .toList();
    }

    @Test
    void R9_openingAndClosingHaveAnIntentBeforeAndAnOutcomeAfter() {
        Play play = Play.led("n1").see(by("n1", 0).lost("n1", 10)).fire(TimerKey.Kind.HANDOVER_TIMEOUT);
        List<String> story = play.world.audit.stream().map(a -> a.type().noun()).toList();
        assertEquals(List.of("intent.recorded", "outcome.recorded", "intent.recorded", "outcome.recorded"), story);
    }

    @Test
    void anAgentThatComesInTheMiddleIsCommandedToo() {
        Play play = Play.led("n1").see(FAILOVER[0], FAILOVER[1]);
        assertFalse(play.commandNames().contains("n2 acquire_address"));
        play.agents(Seen.hosts("n1", "n2"));
        assertTrue(play.commandNames().contains("n2 acquire_address"));
    }

    @Test
    void anAgentWhoseRegistrationEndsWithoutAFarewellIsSilent() {
        Play play = Play.led("n1", "n2").agents(Seen.hosts("n1"));
        assertEquals(List.of(), play.eventNouns());
        play.fire(TimerKey.Kind.SILENCE);
        assertEquals(List.of("agent.silent"), play.eventNouns());
    }

    @Test
    void anAgentThatComesBackInTimeIsNot() {
        Play play = Play.led("n1", "n2").agents(Seen.hosts("n1")).agents(Seen.hosts("n1", "n2"));
        play.fire(TimerKey.Kind.SILENCE);
        assertEquals(List.of(), play.eventNouns());
    }

    private static AgentRegistration onlyAddress(String node) {
        return Seen.host(node).toBuilder().clearProxies().build();
    }

    private static List<BusRecord> intents(Play play) {
        return play.world.audit.stream()
                .filter(a -> a.type() == EventType.INTENT_RECORDED)
                .filter(a -> a.data(Intent.class).getAction().equals("command"))
                .toList();
    }

    private static BusRecord outcome(BusRecord command, Result result) {
        Outcome data = Outcome.newBuilder()
                .setActionId(command.id() + "-action")
                .setEpoch(command.data(Command.class).getEpoch())
                .setResult(result)
                .setCommandId(command.id())
                .build();
        return answer(command, EventType.OUTCOME_RECORDED, data);
    }

    private static BusRecord refusal(BusRecord command) {
        Refusal data = Refusal.newBuilder()
                .setCommandId(command.id())
                .setReason(RefusalReason.UNREACHABLE)
                .build();
        return answer(command, EventType.REFUSAL_RECORDED, data);
    }

    private static BusRecord answer(BusRecord command, EventType type, Message data) {
        String node = command.data(Command.class).getNode();
        return new BusRecord(
                command.id() + type.noun(),
                BusRecord.source(Seen.SCOPE, node, "node-agent"),
                type,
                Seen.SCOPE,
                node,
                Seen.T0.plusMillis(510),
                command.correlationId(),
                command.id(),
                data);
    }
}
