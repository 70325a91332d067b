package io.pgbaton.lab;

import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what is going on, with the seconds since the start. */
public final class Progress {
    private final PrintStream out;
    private final long started = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String sentence) {
        double seconds = (System.nanoTime() - started) / 1e9;
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds, sentence);
        out.flush();
    }
}
