package io.pgbaton.lab.chaos.check;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** R9: after every intent its outcome stands on the audit topic, also "unknown" when whoever acted died in between. */
public final class OutcomesFollow {
    public static final String RULE = "R9: every intent is followed by its outcome";

    private OutcomesFollow() {}

    /**
     * @param audit records of one scope in their order; the outcome may come from another source: a coordinator closes what
     *     the one before it began, and a command is over when whoever got it says what became of it
     */
    public static List<Violation> violations(List<BusRecord> audit) {
        Set<String> answered =
                audit.stream().map(OutcomesFollow::answeredCommand).collect(Collectors.toSet());
        Map<String, BusRecord> open = new LinkedHashMap<>();
        for (BusRecord record : audit) {
            if (record.data() instanceof Intent intent && !intent.getWithheld()) {
                open.put(intent.getActionId(), record);
            } else if (record.data() instanceof Outcome outcome) {
                open.remove(outcome.getActionId());
            }
        }
        // The action of a coordinator that commands has the id of its command. Two sources have no order between them.
        open.keySet().removeAll(answered);
        List<Violation> found = new ArrayList<>();
        open.values().forEach(record -> found.add(new Violation(RULE, record.time(), describe(record))));
        return found;
    }

    private static String answeredCommand(BusRecord record) {
        if (record.data() instanceof Outcome outcome) {
            return outcome.getCommandId();
        }
        return record.data() instanceof Refusal refusal ? refusal.getCommandId() : "";
    }

    private static String describe(BusRecord record) {
        Intent intent = record.data(Intent.class);
        return "%s by %s: no outcome of %s %s in epoch %d, action %s"
                .formatted(
                        record.id(),
                        record.source(),
                        intent.getAction(),
                        intent.getTarget(),
                        intent.getEpoch(),
                        intent.getActionId());
    }
}
