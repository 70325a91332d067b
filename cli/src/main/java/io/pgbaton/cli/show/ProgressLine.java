package io.pgbaton.cli.show;

import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Help.Ansi;

/** How far a long read is, on one line that the next one covers; on a terminal alone. */
public final class ProgressLine implements BiConsumer<Long, Long> {
    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter err;
    private final boolean shown;
    private long lastShown = System.nanoTime();
    private boolean dirty;

    private ProgressLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** @param forPrograms nobody watches */
    public static ProgressLine of(PrintWriter err, boolean forPrograms) {
        return new ProgressLine(err, !forPrograms && Ansi.AUTO.enabled());
    }

    @Override
    public void accept(Long done, Long all) {
        boolean end = done >= all;
        if (shown && (end ? dirty : System.nanoTime() - lastShown > EVERY_NANOS)) {
            lastShown = System.nanoTime();
            dirty = true;
            err.print("\r\u001b[K" + (end ? "" : done + " of " + all + " records read"));
            err.flush();
        }
    }
}
