package io.pgbaton.nodeagent.observe.archive;

import io.pgbaton.nodeagent.decide.archive.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pgBackRest's lines among those of PostgreSQL's log. They are in English whatever PostgreSQL's own are in. */
final class ArchiverLines {
    /** PostgreSQL puts a prefix before its own lines, or a tab: whoever may only write messages there cannot begin one. */
    private static final String HEAD = "^(?:[0-9-]{10} [0-9:.]+ +)?(?:P\\d+ +)?";

    private static final Pattern ERROR = Pattern.compile(HEAD + "ERROR: \\[(\\d{3})\\]: (.*)");
    private static final Pattern DROPPED =
            Pattern.compile(HEAD + "(?:WARN: )?dropped WAL file '([0-9A-F]{24})[^']*' because archive queue exceeded");
    private static final int LONGEST = 300;

    private ArchiverLines() {}

    static Said read(List<String> lines) {
        int code = 0;
        String error = "";
        List<String> dropped = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher failed = ERROR.matcher(lines.get(i));
            Matcher gone = DROPPED.matcher(lines.get(i));
            if (failed.find()) {
                code = Integer.parseInt(failed.group(1));
                error = sentence(failed.group(2), i + 1 < lines.size() ? lines.get(i + 1) : "");
            } else if (gone.find()) {
                dropped.add(gone.group(1));
            }
        }
        return new Said(code, error, dropped);
    }

    /** A list of errors has its first one on the line below. */
    private static String sentence(String text, String below) {
        String whole = text.endsWith(":") ? text + " " + below.strip() : text;
        return whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
    }
}
