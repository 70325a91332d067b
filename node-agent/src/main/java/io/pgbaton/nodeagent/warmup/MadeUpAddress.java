package io.pgbaton.nodeagent.warmup;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.record.AddressRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.address.AddressWording;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** An address machine in a world that does at once what it is asked for. */
final class MadeUpAddress {
    private static final String NAME = "write";
    private static final String ADDRESS = "192.0.2.1";
    private static final long LEASE = 7;
    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(10);
    private static final AddressRules RULES = new AddressRules(
            WarmUp.SCOPE.key(), NAME, WarmUp.HERE, WarmUp.HERE, "machine", "warm-up", LIFETIME, LIFETIME / 50, false);
    private static final AddressWording WORDING = new AddressWording(RULES, ADDRESS, "none");

    private final Recorder recorder;
    private final AddressRecords records;
    private final Queue<AddressInput> inputs = new ArrayDeque<>();
    private AddressState state = AddressState.initial(RULES, 0);
    private Optional<LeaderKey> leader = Optional.empty();
    private KeyReading key = KeyReading.released(1, 0);
    private long revision;
    private int raised;
    private int dropped;

    MadeUpAddress(Recorder recorder) {
        this.recorder = recorder;
        ScopeMetrics nobodys = new ScopeMetrics(new SimpleMeterRegistry(), WarmUp.SCOPE, () -> 0);
        this.records = new AddressRecords(recorder, nobodys, RULES, ADDRESS, "none");
        carryOut(AddressMachine.start(state, 0), 0);
        give(new AddressInput.HandsOffSeen(0, "", ""));
        give(new AddressInput.LinkSeen(0, false));
    }

    int raised() {
        return raised;
    }

    int dropped() {
        return dropped;
    }

    void scopeRead(long now, ScopeReading reading) {
        revision = reading.revision();
        leader = reading.leader().map(l -> new LeaderKey(l.member(), l.epoch()));
        give(new AddressInput.ScopeSeen(now, revision, leader, false, false, false));
        give(new AddressInput.KeySeen(now, revision, key));
    }

    void commanded(long now, String member, long epoch) {
        if (member.equals(WarmUp.HERE)) {
            give(new AddressInput.AcquireCommanded(now, "command-" + epoch, epoch));
            give(new AddressInput.PostgresSeen(now, now, Postgres.WRITABLE));
        }
    }

    private void give(AddressInput first) {
        inputs.add(first);
        while (!inputs.isEmpty()) {
            AddressInput input = inputs.poll();
            AddressDecision decision = AddressMachine.decide(state, input);
            state = decision.next();
            carryOut(decision, input.at());
        }
    }

    private void carryOut(AddressDecision decision, long now) {
        decision.actions().forEach(action -> carryOut(action, now));
    }

    private void carryOut(AddressAction action, long now) {
        if (action instanceof AddressAction.TakeKey take) {
            key = new KeyReading(
                    KeyReading.Kind.MINE, ++revision, take.epoch(), LEASE, LIFETIME, WarmUp.HERE, revision);
            inputs.add(new AddressInput.KeyTaken(now, now, revision, take.epoch(), LEASE));
        } else if (action instanceof AddressAction.MarkReleased) {
            key = KeyReading.released(++revision, key.lastTaken());
            inputs.add(new AddressInput.KeyMarked(now, revision, true, ""));
        } else if (action instanceof AddressAction.ChangeLink change) {
            count(change.operation());
            inputs.add(new AddressInput.LinkChanged(now, change.operation(), LinkResult.DONE, ""));
        } else if (action instanceof AddressAction.ReadBack) {
            inputs.add(new AddressInput.ReadBack(now, now, revision, leader, false, key, key.lease()));
        } else if (action instanceof AddressAction.RecordIntent intent) {
            records.intent(intent);
        } else if (action instanceof AddressAction.Tell tell) {
            tell(tell);
        } else if (action instanceof AddressAction.RecordOutcome) {
            records.record(action);
        }
    }

    private void count(LinkOperation operation) {
        raised += operation == LinkOperation.RAISE ? 1 : 0;
        dropped += operation == LinkOperation.DROP ? 1 : 0;
    }

    /** Not by the records, which would write into the log what never was. */
    private void tell(AddressAction.Tell tell) {
        recorder.local(AddressWording.type(tell.fact()), NAME, "", WORDING.fact(tell));
    }
}
