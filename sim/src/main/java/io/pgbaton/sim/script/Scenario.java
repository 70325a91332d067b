package io.pgbaton.sim.script;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.check.RuleBroken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A life written down: lines that begin with {@code >} are commands ({@link Stage}), the indented lines below each are
 * what
 * happened until the next. Everything else is for the reader.
 */
public final class Scenario {
    private static final String PROMPT = "> ";
    private static final String INDENT = "    ";

    private Scenario() {}

    /** The same text with what happens now below each command. It is equal to the given one if all is as written. */
    public static String play(String text) {
        return play(text, Adapters.REAL);
    }

    /** The same life with other agents. */
    public static String play(String text, Adapters adapters) {
        List<String> out = new ArrayList<>();
        Stage stage = new Stage(adapters);
        for (String line : text.lines().toList()) {
            if (line.startsWith(PROMPT)) {
                out.add(line);
                act(stage, line.substring(PROMPT.length())).forEach(told -> out.add(INDENT + told));
            } else if (!line.startsWith(INDENT)) {
                out.add(line);
            }
        }
        return String.join("\n", out) + "\n";
    }

    private static List<String> act(Stage stage, String command) {
        List<String> told = new ArrayList<>();
        try {
            stage.act(Arrays.asList(command.trim().split(" +")));
            told.addAll(stage.tell());
        } catch (RuleBroken e) {
            told.addAll(stage.tell());
            told.add("BROKEN " + e.getMessage());
        }
        return told;
    }
}
