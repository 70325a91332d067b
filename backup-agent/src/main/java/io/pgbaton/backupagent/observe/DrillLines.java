package io.pgbaton.backupagent.observe;

import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.proto.v1.DrillStepResult;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a drill alone says. */
final class DrillLines {
    private static final Pattern SET =
            Pattern.compile("label=(\\S{1,100}) repo=(\\d{1,3}) bytes=(\\d{1,18}) stopped=(\\d{1,12})");
    private static final Pattern PHASE = Pattern.compile("name=([a-z]{1,30})");
    private static final Pattern STEP =
            Pattern.compile("name=([a-z]{1,30}) result=(done|failed|skipped) ms=(\\d{1,15})(?: (.*))?");

    private DrillLines() {}

    static Line parse(String line, String word, String rest) throws BadLine {
        return switch (word) {
            case "set" -> set(line, rest);
            case "phase" ->
                new Line.Phase(matched(line, PHASE.matcher(rest), "name=WORD").group(1));
            default -> step(line, rest);
        };
    }

    private static Line set(String line, String rest) throws BadLine {
        Matcher set = matched(line, SET.matcher(rest), "label=LABEL repo=N bytes=N stopped=N");
        return new Line.Chosen(
                set.group(1),
                Integer.parseInt(set.group(2)),
                Long.parseLong(set.group(3)),
                Long.parseLong(set.group(4)));
    }

    private static Line step(String line, String rest) throws BadLine {
        Matcher step = matched(line, STEP.matcher(rest), "name=WORD result=done, failed or skipped ms=N, and a text");
        DrillStepResult result =
                DrillStepResult.valueOf("DRILL_STEP_RESULT_" + step.group(2).toUpperCase(Locale.ROOT));
        String text = step.group(4) == null ? "" : step.group(4).strip();
        return new Line.Step(step.group(1), result, Long.parseLong(step.group(3)), text);
    }

    private static Matcher matched(String line, Matcher matcher, String agreed) throws BadLine {
        if (!matcher.matches()) {
            throw new BadLine(line, "must end with " + agreed);
        }
        return matcher;
    }
}
