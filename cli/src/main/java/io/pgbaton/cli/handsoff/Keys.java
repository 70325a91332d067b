package io.pgbaton.cli.handsoff;

import com.google.protobuf.Message;
import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.pgbaton.runtime.handsoff.HandsOffReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The keys of operators in etcd: what is there, and how it changes. No coordinator and no bus is asked. */
public final class Keys {
    private static final int MOST_TRIES = 5;

    private final Session session;
    private final String name;

    /** One try of a change: what was read leads to a transaction. */
    public interface Attempt<T> {
        /** @throws CliFault when what is there forbids it */
        Step<T> on(Snapshot found);
    }

    /** @param txn empty when nothing is to be changed */
    public record Step<T>(Optional<Txn> txn, T result) {
        public static <T> Step<T> nothing(T result) {
            return new Step<>(Optional.empty(), result);
        }

        public static <T> Step<T> of(Txn txn, T result) {
            return new Step<>(Optional.of(txn), result);
        }
    }

    public Keys(Session session) {
        this.session = session;
        this.name = new ScopeLookup(session).name();
    }

    /** Everything of pgbaton, of all scopes. */
    public Snapshot all() {
        return read(List.of(Range.prefix(PgbatonKeys.ROOT)));
    }

    public Snapshot read(List<Range> ranges) {
        // A first call in a cold JVM takes most of a second by itself.
        return session.await(session.store().read(ranges, patience()), name);
    }

    /** Reads and changes; again from the start when somebody else was faster. */
    public <T> T change(List<Range> ranges, Attempt<T> attempt) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Step<T> step = attempt.on(read(ranges));
            if (step.txn().isEmpty()) {
                return step.result();
            }
            TxnResult result = session.await(session.store().commit(step.txn().get(), patience()), name);
            if (result instanceof TxnResult.Applied) {
                return step.result();
            }
            if (result instanceof TxnResult.Unknown unknown) {
                throw new CliFault(
                        ExitCode.UNREACHABLE,
                        name + " did not say whether it took the change ("
                                + unknown.cause().getMessage() + "): look with `pgbaton status`, then say it again");
            }
        }
        throw new CliFault(ExitCode.FAULT, "somebody else changes the same all the time; nothing was changed");
    }

    /** A key that is still as it was found. */
    public static Compare unchanged(Snapshot found, String key) {
        return found.get(key)
                .map(entry -> Compare.modRevisionEquals(key, entry.modRevision()))
                .orElse(Compare.absent(key));
    }

    public static Op put(String key, Message value) {
        return Op.put(key, CloudEventCodec.toJson(value));
    }

    /** Of the pause of all scopes only, when there is no scope. */
    public static HandsOff handsOff(Optional<Scope> scope, Snapshot found) {
        return scope.map(one -> new HandsOffReader(one).read(found.entries()))
                .orElseGet(() -> HandsOffReader.readEverywhere(found.entries()));
    }

    public static List<Range> ranges(Optional<Scope> scope) {
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        scope.ifPresent(one -> ranges.addAll(new HandsOffReader(one).ranges()));
        return ranges;
    }

    /** Scopes that have a key below /pgbaton/. */
    public static List<Scope> scopes(Snapshot all) {
        TreeSet<String> names = new TreeSet<>();
        for (Entry entry : all.entries().values()) {
            String[] parts = entry.key().substring(PgbatonKeys.ROOT.length()).split("/");
            if (parts.length > 2) {
                names.add(String.join("/", Arrays.copyOf(parts, 2)));
            }
        }
        return names.stream().map(Scope::parse).toList();
    }

    private Duration patience() {
        return session.patience().dividedBy(2);
    }
}
