package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Layout;

/** Ids that no other test run on this machine has, so that two may run side by side without ending each other's labs. */
final class LabOfThisRun {
    private static final int RADIX = 36;

    private LabOfThisRun() {}

    /** The lab of that prefix, at most three letters: a pid takes up to five digits of base 36. */
    static Layout layout(String prefix) {
        return Layout.of(prefix + Long.toString(ProcessHandle.current().pid(), RADIX));
    }
}
