package io.pgbaton.lab.chaos.check;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** R9: after every intent its outcome stands on the audit topic, also "unknown" when whoever acted died in between. */
public final class OutcomesFollow {
    public static final String RULE = "R9: every intent is followed by its outcome";

    private OutcomesFollow() {}

    /**
     * @param audit records of one scope in their order; the outcome may come from another source: a coordinator closes what
     *     the one before it began
     */
    public static List<Violation> violations(List<BusRecord> audit) {
        Map<String, BusRecord> open = new LinkedHashMap<>();
        for (BusRecord record : audit) {
            if (record.data() instanceof Intent intent && !intent.getWithheld()) {
                open.put(intent.getActionId(), record);
            } else if (record.data() instanceof Outcome outcome) {
                open.remove(outcome.getActionId());
            }
        }
        List<Violation> found = new ArrayList<>();
        open.values().forEach(record -> found.add(new Violation(RULE, record.time(), describe(record))));
        return found;
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
