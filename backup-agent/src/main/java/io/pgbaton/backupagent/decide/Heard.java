package io.pgbaton.backupagent.decide;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run has said so far.
 *
 * @param warnings the first few
 * @param label of the backup that it made, empty while it has made none
 * @param drilled of a drill
 */
public record Heard(Line.Progress progress, List<String> warnings, String label, Drilled drilled) {
    static final Heard NOTHING = new Heard(new Line.Progress(0, 0), List.of(), "", Drilled.NOTHING);
    private static final int MOST_WARNINGS = 5;

    public Heard {
        warnings = List.copyOf(warnings);
    }

    Heard and(Line line) {
        if (line instanceof Line.Progress now) {
            return new Heard(now, warnings, label, drilled);
        } else if (line instanceof Line.Made made) {
            return new Heard(progress, warnings, made.label(), drilled);
        } else if (line instanceof Line.Warned warned && warnings.size() < MOST_WARNINGS) {
            List<String> more = new ArrayList<>(warnings);
            more.add(warned.text());
            return new Heard(progress, more, label, drilled);
        }
        return new Heard(progress, warnings, label, drilled.and(line));
    }
}
