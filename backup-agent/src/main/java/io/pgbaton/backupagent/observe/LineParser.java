package io.pgbaton.backupagent.observe;

import io.pgbaton.backupagent.decide.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of the wrapper, {@code EPOCHSECONDS WORD REST}; exactly as it is agreed, so that a slip is not taken for news. */
public final class LineParser {
    private static final Pattern LINE =
            Pattern.compile("(\\d{1,12}) (started|progress|warned|made|set|phase|step|ended)(?: (.*))?");
    private static final Pattern STARTED = Pattern.compile("pid=\\d{1,10} group=\\d{1,10}");
    private static final Pattern PROGRESS = Pattern.compile("percent=(\\d{1,3}(?:\\.\\d{1,6})?) bytes=(\\d{1,18})");
    private static final Pattern MADE = Pattern.compile("label=(\\d{8}-\\d{6}F(?:_\\d{8}-\\d{6}[DI])?)");
    private static final Pattern ENDED = Pattern.compile("code=(\\d{1,3}) name=([a-z0-9-]{1,60})");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private LineParser() {}

    public static Line parse(String line) throws BadLine {
        Matcher whole = LINE.matcher(line);
        if (!whole.matches()) {
            throw new BadLine(
                    line,
                    "is not EPOCHSECONDS, one of started, progress, warned, made, set, phase, step, ended, and the rest");
        }
        String rest = whole.group(3) == null ? "" : whole.group(3);
        return switch (whole.group(2)) {
            case "started" -> started(line, rest);
            case "progress" -> progress(line, rest);
            case "made" -> made(line, rest);
            case "set", "phase", "step" -> DrillLines.parse(line, whole.group(2), rest);
            case "ended" -> ended(line, rest);
            default -> new Line.Warned(rest);
        };
    }

    private static Line started(String line, String rest) throws BadLine {
        if (!STARTED.matcher(rest).matches()) {
            throw new BadLine(line, "must end with pid=NUMBER group=NUMBER");
        }
        return new Line.Started();
    }

    private static Line progress(String line, String rest) throws BadLine {
        Matcher progress = PROGRESS.matcher(rest);
        if (!progress.matches()) {
            throw new BadLine(line, "must end with percent=NUMBER bytes=NUMBER");
        }
        BigDecimal percent = new BigDecimal(progress.group(1));
        if (percent.compareTo(HUNDRED) > 0) {
            throw new BadLine(line, "is of more than 100 percent");
        }
        int hundredths =
                percent.multiply(HUNDRED).setScale(0, RoundingMode.DOWN).intValueExact();
        return new Line.Progress(hundredths, Long.parseLong(progress.group(2)));
    }

    private static Line made(String line, String rest) throws BadLine {
        Matcher made = MADE.matcher(rest);
        if (!made.matches()) {
            throw new BadLine(line, "must end with label= and the label of a backup");
        }
        return new Line.Made(made.group(1));
    }

    private static Line ended(String line, String rest) throws BadLine {
        Matcher ended = ENDED.matcher(rest);
        if (!ended.matches()) {
            throw new BadLine(line, "must end with code=NUMBER name=NAME");
        }
        return new Line.Ended(Integer.parseInt(ended.group(1)), ended.group(2));
    }

    /** The file {@code ended}: with or without {@code code=} and {@code name=}. */
    static Line.Ended parseEnd(String text) throws BadLine {
        String end = text.strip();
        Matcher bare = Pattern.compile("(\\d{1,3})\\s+([a-z0-9-]{1,60})").matcher(end);
        Matcher named =
                Pattern.compile("code=(\\d{1,3})\\s+name=([a-z0-9-]{1,60})").matcher(end);
        if (bare.matches()) {
            return new Line.Ended(Integer.parseInt(bare.group(1)), bare.group(2));
        }
        if (named.matches()) {
            return new Line.Ended(Integer.parseInt(named.group(1)), named.group(2));
        }
        throw new BadLine(end, "in the file `ended` must be a code and a name");
    }
}
