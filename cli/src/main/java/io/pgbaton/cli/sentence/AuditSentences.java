package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.PoisonSkipped;
import io.pgbaton.proto.v1.RecordsLost;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** What was asked, intended, done and refused. */
final class AuditSentences {

    private AuditSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.COMMAND_ISSUED, one -> command(one.data(Command.class)));
        sentences.put(EventType.COMMAND_REFUSED, one -> refusal(Words.speaker(one), one.data(Refusal.class)));
        sentences.put(EventType.REFUSAL_RECORDED, one -> refusal(Words.speaker(one), one.data(Refusal.class)));
        sentences.put(EventType.INTENT_RECORDED, one -> intent(Words.speaker(one), one.data(Intent.class)));
        sentences.put(EventType.OUTCOME_RECORDED, one -> outcome(Words.speaker(one), one.data(Outcome.class)));
        sentences.put(EventType.POISON_SKIPPED, one -> poison(one.data(PoisonSkipped.class)));
        sentences.put(EventType.RECORDS_LOST, one -> lost(Words.speaker(one), one.data(RecordsLost.class)));
    }

    private static String command(Command command) {
        return command.getNode() + " shall " + action(command) + " (epoch " + command.getEpoch() + ")";
    }

    private static String action(Command command) {
        return switch (command.getActionCase()) {
            case ACQUIRE_ADDRESS ->
                "take address " + command.getAcquireAddress().getName();
            case RELEASE_ADDRESS ->
                "let go of address " + command.getReleaseAddress().getName();
            case PREPARE_ROUTE ->
                "take " + command.getPrepareRoute().getOldMember() + " out of "
                        + command.getPrepareRoute().getProxy();
            case ROUTE ->
                "send writes of " + command.getRoute().getProxy() + " to "
                        + command.getRoute().getMember();
            case DRAIN ->
                "keep new connections of " + command.getDrain().getProxy() + " away from "
                        + command.getDrain().getMember();
            case UNDRAIN ->
                "let new connections of " + command.getUndrain().getProxy() + " go to "
                        + command.getUndrain().getMember() + " again";
            case REHEARSE -> "rehearse a handover";
            case BACK_UP -> BackupSentences.task(command.getBackUp().getTask());
            case RESTORE ->
                BackupSentences.task(command.getRestore().getTask()) + " for member "
                        + command.getRestore().getTask().getInto().getMember();
            case START_MEMBER -> "start member " + command.getStartMember().getMember();
            case SET_MEMBER_ASIDE ->
                "stop member " + command.getSetMemberAside().getMember() + " and set its data aside";
            case PUT_MEMBER_BACK ->
                "put the data of member " + command.getPutMemberBack().getMember() + " back, and start it";
            case VERIFY_RESTORED ->
                "recover what was restored for member "
                        + command.getVerifyRestored().getMember() + ", and look at it";
            case ACTION_NOT_SET -> "do something that a newer version knows";
        };
    }

    private static String refusal(String node, Refusal refusal) {
        return node + " refuses: " + what(refusal.getAction(), refusal.getTarget()) + ", "
                + Words.of(refusal.getReason()) + Words.aside(refusal.getDetail());
    }

    private static String intent(String node, Intent intent) {
        String verb = intent.getWithheld() ? " would, but only observes: " : " is about to: ";
        return node + verb + what(intent.getAction(), intent.getTarget()) + Words.aside(intent.getReason());
    }

    private static String outcome(String node, Outcome outcome) {
        String length = outcome.getDurationUs() == 0
                ? ""
                : " in " + Words.seconds(Duration.ofNanos(outcome.getDurationUs() * 1000));
        return node + " " + result(outcome.getResult()) + ": " + what(outcome.getAction(), outcome.getTarget()) + length
                + Words.aside(outcome.getDetail());
    }

    private static String result(Result result) {
        return switch (result) {
            case RESULT_DONE -> "did";
            case RESULT_FAILED -> "failed";
            case RESULT_ALREADY -> "had nothing left to do";
            case RESULT_LATER -> "tries again later";
            default -> "does not know whether it did";
        };
    }

    private static String what(String action, String target) {
        return target.isEmpty() ? action : action + " " + target;
    }

    private static String lost(String node, RecordsLost lost) {
        return node + " could keep " + lost.getCount() + " records neither on disk nor in memory, between "
                + lost.getFirstTime() + " and " + lost.getLastTime() + " (" + lost.getReason() + ")";
    }

    private static String poison(PoisonSkipped poison) {
        return "a record cannot be read and was skipped: " + poison.getTopic() + "/" + poison.getPartition() + " at "
                + poison.getOffset() + Words.because(poison.getCause());
    }
}
