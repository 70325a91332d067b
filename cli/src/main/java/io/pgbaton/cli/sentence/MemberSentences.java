package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.RestorePlan;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Members that are broken, and those that come from a backup. */
public final class MemberSentences {
    private MemberSentences() {}

    static void into(Map<EventType, Function<BusRecord, String>> sentences) {
        sentences.put(EventType.MEMBER_CHECKED, one -> checked(one.data(MemberChecked.class)));
        sentences.put(EventType.MEMBER_REBUILT, one -> rebuilt(one.data(MemberRebuilt.class)));
        sentences.put(EventType.MEMBER_BROKEN, one -> told(one.data(MemberBroken.class)));
    }

    /** A member that is broken: what it is, what to do, and what keeps it from being healed without a person. */
    public static String told(MemberHealing healing) {
        String waits = healing.getWaitsFor();
        return told(healing.getBroken()) + (waits.isEmpty() ? "" : "; healing waits: " + waits);
    }

    private static String told(MemberBroken broken) {
        if (broken.getEnded()) {
            return who(broken) + " is broken no more" + Words.because(broken.getDetail());
        }
        return who(broken) + " will not come back by itself: " + fault(broken) + Words.aside(broken.getDetail())
                + (broken.getNextStep().isEmpty() ? "" : "; " + broken.getNextStep());
    }

    private static String who(MemberBroken broken) {
        boolean elsewhere = !broken.getNode().equals(broken.getMember());
        return broken.getMember() + (elsewhere ? " on " + broken.getNode() : "");
    }

    private static String fault(MemberBroken broken) {
        return switch (broken.getFault()) {
            case MEMBER_FAULT_EMPTY -> "its data directory is empty, or not there";
            case MEMBER_FAULT_START_FAILED -> "Patroni runs, and PostgreSQL does not start";
            case MEMBER_FAULT_PATRONI_AWAY -> "there is data, and Patroni does not answer";
            case MEMBER_FAULT_NOT_MOUNTED -> "the volume of its data directory is not mounted";
            default -> "for a reason that a newer version knows";
        };
    }

    private static String checked(MemberChecked checked) {
        return checked.getNode() + " checked member " + checked.getMember() + ": "
                + (checked.getFault().isEmpty()
                        ? checked.getRole() + " on timeline " + checked.getTimeline()
                        : checked.getFault() + Words.aside(checked.getDetail()));
    }

    private static String rebuilt(MemberRebuilt rebuilt) {
        RestorePlan plan = rebuilt.getPlan();
        return RestoreSentences.members(plan) + " is rebuilt from " + RestoreSentences.backup(plan.getSet())
                + " of stanza "
                + plan.getStanza() + " and streams on timeline " + rebuilt.getTimeline() + ", in "
                + Words.seconds(Duration.ofMillis(rebuilt.getDurationMs()));
    }
}
