package io.pgbaton.cli.show;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * Where output goes.
 *
 * @param colour only on a terminal, and not where {@code NO_COLOR} is set
 * @param width in characters
 * @param zone times are shown in it
 */
public record Terminal(PrintWriter out, boolean colour, int width, ZoneId zone) {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    public static Terminal of(PrintWriter out, Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        int width = NUMBER.matcher(columns).matches() ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : USUAL_WIDTH;
        return new Terminal(out, Ansi.AUTO.enabled(), width, ZoneId.systemDefault());
    }

    public String paint(Colour wanted, String text) {
        return colour ? wanted.paint(text) : text;
    }

    /** At once, so that a pipe sees each line when it comes. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }
}
