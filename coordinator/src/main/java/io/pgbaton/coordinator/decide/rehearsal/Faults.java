package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What kept a rehearsal from completing.
 *
 * <pre>
 * saw the key   answered   then
 * no            no         its agent hangs, or is cut off
 * yes           no         it hears no commands
 * no            yes        its watch on etcd is silent, or it began after the put
 * yes           yes        each step that did not work, or a refusal
 * </pre>
 */
final class Faults {
    private final Rehearsal rehearsal;
    private final List<RehearsalFault> found = new ArrayList<>();

    private Faults(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** @param total from the request to now, nanoseconds */
    static List<RehearsalFault> of(Rehearsal rehearsal, List<String> expected, long total, Schedule schedule) {
        return new Faults(rehearsal).found(expected, total, schedule);
    }

    private List<RehearsalFault> found(List<String> expected, long total, Schedule schedule) {
        if (expected.isEmpty()) {
            add("", Hops.SIGHT, "no agent of this scope is registered in etcd");
        }
        expected.forEach(this::ofNode);
        if (found.isEmpty() && total > schedule.budget().toNanos()) {
            add(
                    "",
                    Hops.TOTAL,
                    "it took " + seconds(total) + ", more than its budget of "
                            + seconds(schedule.budget().toNanos()));
        }
        return found;
    }

    private void ofNode(String node) {
        boolean saw = rehearsal.asked().seen().containsKey(node);
        Rehearsal.Answer answer = rehearsal.answers().get(node);
        if (answer == null) {
            add(
                    node,
                    saw ? Hops.BUS : Hops.SIGHT,
                    saw ? "it saw the key and did not answer the command" : "it neither saw the key nor answered");
            return;
        }
        if (!answer.refusal().isEmpty()) {
            add(node, Hops.BUS, answer.refusal());
        } else if (!saw) {
            add(node, Hops.SIGHT, "it answered the command and did not see the key in etcd");
        }
        answer.said().getStepsList().stream()
                .filter(step -> !step.getFault().isEmpty())
                .forEach(step -> add(node, step.getName(), about(step) + step.getFault()));
    }

    private static String about(RehearsalStep step) {
        return step.getDirector().isEmpty() ? "" : step.getDirector() + ": ";
    }

    private void add(String node, String hop, String reason) {
        found.add(RehearsalFault.newBuilder()
                .setNode(node)
                .setHop(hop)
                .setReason(reason)
                .build());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
