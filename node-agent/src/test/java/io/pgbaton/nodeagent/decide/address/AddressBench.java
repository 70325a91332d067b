package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.ChangeLink;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import java.util.List;
import java.util.Optional;

/** One machine, n1's, fed by hand. The time moves only when a test says so. */
final class AddressBench {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final long LIFETIME = 4 * S;
    static final long LEASE = 70;

    final boolean observeOnly;
    AddressState state;
    long now = 1_000 * S;
    /** What the last input led to. */
    List<AddressAction> actions = List.of();

    private AddressBench(boolean observeOnly) {
        this.observeOnly = observeOnly;
        AddressRules rules = new AddressRules(
                "service/demo", "write", "n1", "n1", "machine-1", "run-1", LIFETIME, 200 * MS, observeOnly);
        state = AddressState.initial(rules, now);
        AddressDecision first = AddressMachine.start(state, now);
        state = first.next();
        actions = first.actions();
    }

    static AddressBench fresh() {
        return new AddressBench(false);
    }

    static AddressBench observing() {
        return new AddressBench(true);
    }

    /** Looked, nothing there; n2 leads in epoch 5, and the address key is free. */
    static AddressBench replica() {
        AddressBench bench = fresh();
        bench.link(false);
        bench.leader("n2", 5);
        bench.keySeen(6, released(6));
        return bench;
    }

    /** n1 leads in epoch 10, commanded, and carries the address; the key is at revision 11. */
    static AddressBench holder() {
        AddressBench bench = replica();
        bench.leader("n1", 10);
        bench.command("c10", 10);
        bench.taken(11, 10);
        bench.writable();
        bench.changed(LinkOperation.RAISE, LinkResult.DONE);
        return bench;
    }

    AddressBench give(AddressInput input) {
        AddressDecision decision = AddressMachine.decide(state, input);
        state = decision.next();
        actions = decision.actions();
        return this;
    }

    AddressBench pass(long span) {
        now += span;
        return this;
    }

    void leader(String member, long epoch) {
        scope(epoch, Optional.of(new LeaderKey(member, epoch)), false, false);
    }

    void nobodyLeads(long revision) {
        scope(revision, Optional.empty(), false, false);
    }

    void scope(long revision, Optional<LeaderKey> leader, boolean paused, boolean failsafeKey) {
        give(new AddressInput.ScopeSeen(now, revision, leader, paused, failsafeKey, false));
    }

    void keySeen(long revision, KeyReading key) {
        give(new AddressInput.KeySeen(now, revision, key));
    }

    void link(boolean present) {
        give(new AddressInput.LinkSeen(now, present));
    }

    void writable() {
        postgres(Postgres.WRITABLE);
    }

    void postgres(Postgres answer) {
        give(new AddressInput.PostgresSeen(now, now, answer));
    }

    void command(String id, long epoch) {
        give(new AddressInput.AcquireCommanded(now, id, epoch));
    }

    void taken(long revision, long epoch) {
        give(new AddressInput.KeyTaken(now, now, revision, epoch, LEASE));
    }

    void changed(LinkOperation operation, LinkResult result) {
        give(new AddressInput.LinkChanged(now, operation, result, ""));
    }

    void fire(Timer timer) {
        give(new AddressInput.TimerFired(now, timer));
    }

    /** A read sent and answered now, our lease alive. */
    void read(long revision, String leader, long epoch, KeyReading key) {
        give(readBack(now, revision, Optional.of(new LeaderKey(leader, epoch)), key));
    }

    AddressInput.ReadBack readBack(long sentAt, long revision, Optional<LeaderKey> leader, KeyReading key) {
        return new AddressInput.ReadBack(now, sentAt, revision, leader, false, key, key.lease());
    }

    void readFailed() {
        give(new AddressInput.ReadFailed(now, now, "no answer"));
    }

    static KeyReading mine(long revision, long epoch) {
        return new KeyReading(KeyReading.Kind.MINE, revision, epoch, LEASE, LIFETIME, "n1", revision);
    }

    static KeyReading others(long revision, long lease) {
        return new KeyReading(KeyReading.Kind.OTHERS, revision, 5, lease, LIFETIME, "n2", revision);
    }

    /** Gone; who took it last did so at this revision. */
    static KeyReading gone(long lastTaken) {
        return KeyReading.absent(LIFETIME, lastTaken);
    }

    static KeyReading released(long revision) {
        return KeyReading.released(revision, 5);
    }

    <T extends AddressAction> List<T> all(Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends AddressAction> T only(Class<T> kind) {
        List<T> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError("not one " + kind.getSimpleName() + " but " + actions);
        }
        return found.get(0);
    }

    boolean asks(Class<? extends AddressAction> kind) {
        return !all(kind).isEmpty();
    }

    boolean changes(LinkOperation operation) {
        return all(ChangeLink.class).stream().anyMatch(c -> c.operation() == operation);
    }
}
