package io.pgbaton.cli.backup;

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
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks for a task by a put of its key in etcd, as every request of a person goes; a coordinator passes it on. What becomes of
 * it is heard on the bus: intent, progress, outcome or refusal.
 */
public final class BackupAsking {
    /** An agent that means to do it, and then finds the scope paused, says so at once. */
    private static final Duration SECOND_THOUGHTS = Duration.ofMillis(1500);

    /** A coordinator passes on what a drill has shown. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Session session;
    private final Scope scope;

    /**
     * @param command its id
     * @param word the outcome or the refusal, or the intent when it goes on; empty when nobody said anything in time
     * @param drill what a drill that is over has shown
     */
    public record Answer(String command, Optional<BusRecord> word, Optional<BusRecord> drill) {}

    public BackupAsking(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /**
     * @param follow until it is over, however long that takes, once it has begun; else until it begins
     * @param progress told of every record on the way
     */
    public Answer ask(BackupRequest request, boolean follow, Consumer<BusRecord> progress) {
        try (LiveBus bus = new LiveBus(session, scope, Set.of(Topic.EVENTS, Topic.AUDIT))) {
            return await(bus, request, put(request), follow, progress);
        }
    }

    private String put(BackupRequest request) {
        Txn txn = Txn.always(Op.put(new PgbatonKeys(scope).backupRequest(), CloudEventCodec.toJson(request)));
        String etcd = new ScopeLookup(session).name();
        TxnResult result =
                session.await(session.store().commit(txn, session.patience().dividedBy(2)), etcd);
        if (result instanceof TxnResult.Applied applied) {
            Snapshot after = applied.after();
            return EventIds.backup(after.clusterId(), scope, after.revision());
        }
        // Not a second time by itself: two backups cost more than two rehearsals.
        throw new CliFault(
                ExitCode.UNREACHABLE,
                etcd + " did not say whether it took the request; `pgbaton audit` shows whether something began");
    }

    private Answer await(
            LiveBus bus, BackupRequest request, String command, boolean follow, Consumer<BusRecord> progress) {
        boolean drill = request.getTask().getKind() == BackupKind.BACKUP_KIND_DRILL;
        long end = System.nanoTime() + session.patience().toNanos();
        Optional<BusRecord> word = Optional.empty();
        Optional<BusRecord> shown = Optional.empty();
        Optional<BusRecord> next = bus.next(end);
        while (next.isPresent()) {
            BusRecord record = next.get();
            if (commandOf(record).equals(command)) {
                progress.accept(record);
                if (isShown(record)) {
                    shown = next;
                } else if (word.isEmpty() && record.data() instanceof Intent) {
                    word = next;
                    end = System.nanoTime() + SECOND_THOUGHTS.toNanos();
                } else if (record.data() instanceof Outcome || isOver(record)) {
                    word = next;
                    end = System.nanoTime() + LAST_WORDS.toNanos();
                }
            }
            boolean over = word.filter(BackupAsking::isOver).isPresent();
            if (over && (!owesMore(drill, word.get()) || shown.isPresent())) {
                break;
            }
            // Once it has begun its agent bounds it.
            next = follow && word.isPresent() && !over ? bus.next() : bus.next(end);
        }
        return new Answer(command, word, shown);
    }

    /** The end of a drill has more to tell than its outcome, and comes on another topic. */
    private static boolean owesMore(boolean drill, BusRecord word) {
        return drill && word.data() instanceof Outcome outcome && outcome.getResult() != Result.RESULT_ALREADY;
    }

    private static boolean isShown(BusRecord record) {
        return record.data() instanceof DrillCompleted || record.data() instanceof DrillFailed;
    }

    private static boolean isOver(BusRecord record) {
        return record.data() instanceof Refusal
                || (record.data() instanceof Outcome outcome && outcome.getResult() != Result.RESULT_LATER);
    }

    /** Empty for what is about something else. The events of a backup name their command as what led to them. */
    private static String commandOf(BusRecord record) {
        if (record.data() instanceof Intent intent) {
            return intent.getCommandId();
        } else if (record.data() instanceof Outcome outcome) {
            return outcome.getCommandId();
        } else if (record.data() instanceof Refusal refusal) {
            return refusal.getCommandId();
        }
        return record.causationId();
    }
}
