package io.pgbaton.backupagent.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a drill has said so far.
 *
 * @param phase empty before the first
 * @param steps that are over, in their order
 */
public record Drilled(Optional<Line.Chosen> backup, String phase, List<Line.Step> steps) {
    static final Drilled NOTHING = new Drilled(Optional.empty(), "", List.of());
    /** More than a drill has. */
    private static final int MOST_STEPS = 16;

    public Drilled {
        steps = List.copyOf(steps);
    }

    Drilled and(Line line) {
        if (line instanceof Line.Chosen chosen) {
            return new Drilled(Optional.of(chosen), phase, steps);
        } else if (line instanceof Line.Phase next) {
            return new Drilled(backup, next.name(), steps);
        } else if (line instanceof Line.Step step && steps.size() < MOST_STEPS) {
            List<Line.Step> more = new ArrayList<>(steps);
            more.add(step);
            return new Drilled(backup, phase, more);
        }
        return this;
    }
}
