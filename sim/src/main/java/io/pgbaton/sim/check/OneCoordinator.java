package io.pgbaton.sim.check;

import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;

/** R3: once a coordinator has claimed the record of the handover, none that reigned before it writes there any more. */
final class OneCoordinator {
    private long newest;

    void changed(Change change) {
        change.now().ifPresent(kv -> {
            if (kv.value() instanceof EtcdValue.Handover written) {
                signed(written.record().getCoordinator());
            }
        });
    }

    /** Runs are numbered: {@code co1#3}. */
    private void signed(String run) {
        long reign = Long.parseLong(run.substring(run.indexOf('#') + 1));
        if (reign < newest) {
            throw new RuleBroken("R3", run + " wrote the record although reign " + newest + " has claimed it");
        }
        newest = reign;
    }
}
