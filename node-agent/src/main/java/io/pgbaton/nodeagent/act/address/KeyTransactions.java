package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AddressKey;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** The two transactions on an address key (R1a, R1c). */
final class KeyTransactions {
    private final Etcd etcd;
    private final AddressLease lease;
    private final AddressRules rules;
    private final String bootId;
    private final String address;
    private final String leaderKey;
    private final String addressKey;
    private final String takenKey;

    KeyTransactions(Etcd etcd, AddressLease lease, AddressRules rules, String bootId, String address) {
        Scope scope = Scope.parse(rules.scope());
        this.etcd = etcd;
        this.lease = lease;
        this.rules = rules;
        this.bootId = bootId;
        this.address = address;
        this.leaderKey = new PatroniKeys(scope).leader();
        this.addressKey = new PgbatonKeys(scope).address(rules.name());
        this.takenKey = new PgbatonKeys(scope).taken(rules.name());
    }

    /** Leader key = (me, epoch), address key as it was seen, nobody took it since: then it is ours, and a record says so. */
    Future<AddressInput> take(AddressAction.TakeKey action) {
        return lease.forKey()
                .compose(leaseId -> {
                    // The process may have been stopped since the lease was renewed: the key has to outlive the
                    // lifetime.
                    long sentAt = Math.min(BootClock.nanos(), lease.renewedAt());
                    String claim = held(action.epoch());
                    Txn txn = whenFree(action.epoch(), action.expectedRevision(), action.lastTaken())
                            .then(Op.put(addressKey, claim, leaseId), Op.put(takenKey, claim));
                    return etcd.commit(txn).map(result -> taken(result, sentAt, action.epoch(), leaseId));
                })
                .recover(failure -> Future.succeededFuture(notTaken(failure.getMessage())));
    }

    /** The comparison alone: whatever etcd finds, nothing is written. Fails when it does not answer. */
    Future<Void> rehearse(long epoch, KeyReading seen) {
        // Without a read etcd would answer from one member alone.
        Txn txn = whenFree(epoch, seen.modRevision(), seen.lastTaken()).reading(Range.key(addressKey));
        return etcd.commit(txn)
                .compose(result -> result instanceof TxnResult.Unknown unknown
                        ? Future.failedFuture(unknown.cause())
                        : Future.succeededFuture());
    }

    private Txn whenFree(long epoch, long expectedRevision, long lastTaken) {
        return Txn.when(
                Compare.valueEquals(leaderKey, rules.member()),
                Compare.modRevisionEquals(leaderKey, CountedRevision.revision(epoch)),
                unchanged(addressKey, expectedRevision),
                unchanged(takenKey, lastTaken));
    }

    /** The mark hangs on no lease: it tells for ever that whoever held the address let go of it. */
    Future<AddressInput> markReleased(AddressAction.MarkReleased action) {
        Txn txn = Txn.when(Compare.modRevisionEquals(addressKey, action.expectedRevision()))
                .then(Op.put(addressKey, released()));
        return etcd.commit(txn)
                .map(KeyTransactions::marked)
                .recover(failure -> Future.succeededFuture(notMarked(failure.getMessage())));
    }

    private static Compare unchanged(String key, long revision) {
        return revision == 0 ? Compare.absent(key) : Compare.modRevisionEquals(key, revision);
    }

    private static AddressInput taken(TxnResult result, long sentAt, long epoch, long leaseId) {
        if (result instanceof TxnResult.Applied applied) {
            return new AddressInput.KeyTaken(
                    BootClock.nanos(), sentAt, applied.after().revision(), epoch, leaseId);
        }
        return notTaken(
                result instanceof TxnResult.Unknown unknown
                        ? "outcome unknown: " + unknown.cause().getMessage()
                        : "the leader key or the address key changed meanwhile");
    }

    private static AddressInput marked(TxnResult result) {
        if (result instanceof TxnResult.Applied applied) {
            return new AddressInput.KeyMarked(BootClock.nanos(), applied.after().revision(), true, "");
        }
        return notMarked(
                result instanceof TxnResult.Unknown unknown
                        ? "outcome unknown: " + unknown.cause().getMessage()
                        : "the address key changed meanwhile");
    }

    private static AddressInput notTaken(String reason) {
        return new AddressInput.KeyNotTaken(BootClock.nanos(), String.valueOf(reason));
    }

    private static AddressInput notMarked(String reason) {
        return new AddressInput.KeyMarked(BootClock.nanos(), 0, false, String.valueOf(reason));
    }

    private String held(long epoch) {
        return CloudEventCodec.toJson(AddressKey.newBuilder()
                .setNode(rules.node())
                .setMember(rules.member())
                .setMachineId(rules.machineId())
                .setBootId(bootId)
                .setInstance(rules.instance())
                .setEpoch(epoch)
                .setAddress(address)
                .setLifetimeMs((int) TimeUnit.NANOSECONDS.toMillis(rules.lifetime()))
                .build());
    }

    private String released() {
        return CloudEventCodec.toJson(AddressKey.newBuilder()
                .setReleased(true)
                .setNode(rules.node())
                .setMember(rules.member())
                .setAddress(address)
                .build());
    }
}
