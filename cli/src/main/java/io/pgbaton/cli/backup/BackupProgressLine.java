package io.pgbaton.cli.backup;

import io.pgbaton.cli.show.Sizes;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.RestoreProgressed;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** How far a backup or a restore is, on one line that the next one covers; on a terminal alone. */
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
        return shown
                && (record.data() instanceof BackupProgressed
                        || (record.data() instanceof RestoreProgressed restore && restore.getBytes() > 0));
    }

    public void accept(BusRecord record) {
        if (!covers(record)) {
            end();
            return;
        }
        if (record.data() instanceof RestoreProgressed restore) {
            bar(
                    restore.getPercentHundredths() / ALL,
                    Sizes.of(restore.getBytes()) + ", " + Sizes.of(restore.getBytesPerSecond()) + "/s");
        } else {
            BackupProgressed backup = record.data(BackupProgressed.class);
            bar(backup.getPercentHundredths() / ALL, (Sizes.of(backup.getBytes()) + "  " + backup.getPhase()).strip());
        }
    }

    private void bar(double part, String copied) {
        int full = (int) Math.round(part * WIDTH);
        dirty = true;
        print(String.format(
                Locale.ROOT, "[%s%s] %3.0f %%  %s", "#".repeat(full), " ".repeat(WIDTH - full), part * 100, copied));
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
