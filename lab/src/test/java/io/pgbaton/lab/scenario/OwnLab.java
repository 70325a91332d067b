package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;

/** A lab with settings of its own, alone on this machine until it is closed, and gone then. */
final class OwnLab implements AutoCloseable {
    private final Layout layout;
    private final Lab lab;

    private OwnLab(Layout layout, Lab lab) {
        this.layout = layout;
        this.lab = lab;
    }

    static OwnLab up(String prefix, LabOptions options) {
        SharedLab.down();
        Layout layout = LabOfThisRun.layout(prefix);
        Progress progress = new Progress(System.out);
        Lab.down(layout, progress);
        return new OwnLab(layout, Lab.up(layout, options, progress));
    }

    Lab lab() {
        return lab;
    }

    @Override
    public void close() {
        Lab.down(layout, new Progress(System.out));
    }
}
