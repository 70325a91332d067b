package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.LiveBus;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreStarted;
import io.pgbaton.proto.v1.RestoreUndone;
import io.pgbaton.runtime.etcd.Lease;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks for a restore by a put of its key in etcd, and hears on the bus what becomes of it. The key is on a lease: nobody
 * who takes the scope over much later finds it and begins.
 */
public final class RestoreAsking {
    private static final long LEASE_SECONDS = 120;

    private final Session session;
    private final Scope scope;
    /** The last command of its steps: a backup tells its progress under that. */
    private String command = "";

    /**
     * @param id of the restore
     * @param word its end, or its beginning when that was all that was waited for; empty when nobody said anything in time
     */
    public record Answer(String id, Optional<BusRecord> word) {}

    public RestoreAsking(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /**
     * @param follow until it is over, however long that takes; else until it begins
     * @param progress told of every record on the way
     */
    public Answer ask(RestoreRequest request, boolean follow, Consumer<BusRecord> progress) {
        try (LiveBus bus = new LiveBus(session, scope, Set.of(Topic.EVENTS))) {
            String put = put(request);
            String earlier = request.getResume() + request.getUndo();
            String id = earlier.isEmpty() ? put : earlier;
            return new Answer(id, await(bus, id, put, follow, progress));
        }
    }

    private String put(RestoreRequest request) {
        String etcd = new ScopeLookup(session).name();
        Lease lease = session.await(session.store().grant(LEASE_SECONDS), etcd);
        Txn txn = Txn.always(
                Op.put(new PgbatonKeys(scope).restoreRequest(), CloudEventCodec.toJson(request), lease.id()));
        TxnResult result =
                session.await(session.store().commit(txn, session.patience().dividedBy(2)), etcd);
        if (result instanceof TxnResult.Applied applied) {
            return EventIds.restore(
                    applied.after().clusterId(), scope, applied.after().revision());
        }
        throw new CliFault(
                ExitCode.UNREACHABLE,
                etcd + " did not say whether it took the request; `pgbaton events --follow` shows whether it began");
    }

    private Optional<BusRecord> await(
            LiveBus bus, String id, String put, boolean follow, Consumer<BusRecord> progress) {
        long end = System.nanoTime() + session.patience().toNanos();
        boolean begun = false;
        while (true) {
            // Once it has begun its steps bound it.
            Optional<BusRecord> next = begun ? bus.next() : bus.next(end);
            if (next.isEmpty()) {
                return next;
            }
            BusRecord record = next.get();
            String of = restoreOf(record);
            boolean ours = of.equals(id) || of.equals(put) || isOfItsStep(record);
            if (!ours) {
                continue;
            }
            begun = true;
            progress.accept(record);
            if (isOver(record) || !follow) {
                return next;
            }
        }
    }

    private boolean isOfItsStep(BusRecord record) {
        return record.data() instanceof BackupProgressed backup
                && !command.isEmpty()
                && backup.getCommandId().equals(command);
    }

    private static boolean isOver(BusRecord record) {
        return record.data() instanceof Refusal
                || record.data() instanceof RestoreFailed
                || record.data() instanceof RestoreUndone
                || record.data() instanceof MemberRebuilt
                || record.data() instanceof BootstrapCompleted;
    }

    /** Empty for what is about something else. */
    private String restoreOf(BusRecord record) {
        if (record.data() instanceof RestoreProgressed progressed) {
            command = progressed.getCommandId();
            return progressed.getRestore();
        } else if (record.data() instanceof RestoreStarted started) {
            return started.getRestore();
        } else if (record.data() instanceof RestoreCompleted completed) {
            return completed.getRestore();
        } else if (record.data() instanceof RestoreFailed failed) {
            return failed.getRestore();
        } else if (record.data() instanceof RestoreUndone undone) {
            return undone.getRestore();
        } else if (record.data() instanceof MemberRebuilt rebuilt) {
            return rebuilt.getRestore();
        } else if (record.data() instanceof BootstrapCompleted completed) {
            return completed.getRestore();
        } else if (record.data() instanceof Refusal refusal) {
            return refusal.getCommandId();
        }
        return "";
    }
}
