package io.pgbaton.cli.rehearsal;

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
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for a rehearsal by a put of its key in etcd, and listens on the bus for what comes of it: the event of a coordinator,
 * and meanwhile the words of the agents, which tell how far it came when there is no event.
 */
public final class Rehearsing {
    private static final int MOST_TRIES = 2;

    private final Session session;
    private final Scope scope;

    /**
     * @param result empty when no coordinator told of one in time
     * @param words what else was said of this rehearsal
     */
    public record Outcome(Scope scope, Optional<RehearsalResult> result, List<BusRecord> words) {
        public Outcome {
            words = List.copyOf(words);
        }
    }

    public Rehearsing(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    public Outcome rehearse(RehearsalRequest request) {
        try (LiveBus bus = new LiveBus(session, scope, Set.of(Topic.EVENTS, Topic.OBSERVATIONS))) {
            return awaitEnd(bus, put(request));
        }
    }

    /** The id of the rehearsal that it asked for. A put without an answer is made again: at worst two are asked for. */
    private String put(RehearsalRequest request) {
        Txn txn = Txn.always(Op.put(new PgbatonKeys(scope).rehearsal(), CloudEventCodec.toJson(request)));
        String etcd = new ScopeLookup(session).name();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            // A first call in a cold JVM takes most of a second by itself.
            TxnResult result =
                    session.await(session.store().commit(txn, session.patience().dividedBy(2)), etcd);
            if (result instanceof TxnResult.Applied applied) {
                Snapshot after = applied.after();
                return EventIds.rehearsal(after.clusterId(), scope, after.revision());
            }
        }
        throw new CliFault(ExitCode.UNREACHABLE, etcd + " did not say whether it took the key; ask again");
    }

    private Outcome awaitEnd(LiveBus bus, String id) {
        List<BusRecord> words = new ArrayList<>();
        long end = System.nanoTime() + session.patience().toNanos();
        for (Optional<BusRecord> next = bus.next(end); next.isPresent(); next = bus.next(end)) {
            BusRecord record = next.get();
            if (record.correlationId().equals(id)) {
                if (record.data() instanceof RehearsalResult result) {
                    return new Outcome(scope, Optional.of(result), words);
                }
                words.add(record);
            }
        }
        return new Outcome(scope, Optional.empty(), words);
    }
}
