package io.pgbaton.cli.backup;

import io.pgbaton.cli.show.Sizes;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.BackupProgressed;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** How far a backup is, on one line that the next one covers; on a terminal alone. */
public final class BackupProgressLine {
    private static final int WIDTH = 30;
    private static final double ALL = 10_000;

    private final PrintWriter err;
    private final boolean shown;
    private boolean dirty;

    private BackupProgressLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** @param forPrograms nobody watches */
    public static BackupProgressLine of(PrintWriter err, boolean forPrograms) {
        return new BackupProgressLine(err, !forPrograms && Ansi.AUTO.enabled());
    }

    /** Whether it is shown here, so that it needs no line of its own. */
    public boolean covers(BusRecord record) {
        return shown && record.data() instanceof BackupProgressed;
    }

    public void accept(BusRecord record) {
        if (!covers(record)) {
            end();
            return;
        }
        BackupProgressed progressed = record.data(BackupProgressed.class);
        double part = progressed.getPercentHundredths() / ALL;
        int full = (int) Math.round(part * WIDTH);
        dirty = true;
        print(String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s  %s",
                "#".repeat(full),
                " ".repeat(WIDTH - full),
                part * 100,
                Sizes.of(progressed.getBytes()),
                progressed.getPhase()));
    }

    public void end() {
        if (dirty) {
            dirty = false;
            print("");
        }
    }

    private void print(String text) {
        err.print("\r\u001b[K" + text);
        err.flush();
    }
}
