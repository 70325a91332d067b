package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * That a person means it: said on the command line, or typed when asked.
 *
 * @param harm what is lost, as the beginning of a sentence
 * @param word to be typed
 * @param option that says the same
 * @param given whether it was said
 * @param terminal shows a prompt and gives the line that was typed, null at its end; empty where nobody can be asked
 */
record Confirmation(String harm, String word, String option, boolean given, Optional<UnaryOperator<String>> terminal) {

    /**
     * To be asked before anything is looked up.
     *
     * @throws CliFault when it was not said, and nobody is there to be asked
     */
    void refuseUnheard() {
        if (!given && terminal.isEmpty()) {
            throw new CliFault(
                    ExitCode.USAGE,
                    harm + ": say " + option
                            + ", because there is no terminal to ask on; --dry-run shows the plan. Nothing was changed");
        }
    }

    /** @throws CliFault when something else was typed */
    void get() {
        if (given) {
            return;
        }
        String typed = terminal.orElseThrow().apply("Type " + word + " to go on: ");
        if (typed == null || !typed.strip().equals(word)) {
            throw new CliFault(ExitCode.REFUSED, word + " was not typed: nothing was changed");
        }
    }
}
