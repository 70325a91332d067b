package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.act.kernel.Announced;
import io.pgbaton.nodeagent.act.record.AddressRecords;
import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.runtime.etcd.Etcd;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the actions of one address machine and gives back what came of them. */
final class AddressKeeper {
    private static final Logger log = LoggerFactory.getLogger(AddressKeeper.class);

    private final Etcd etcd;
    private final KeyTransactions key;
    private final LinkWorker link;
    private final AddressRecords records;
    private final Requests requests;
    private final Consumer<AddressInput> machine;
    private Future<Void> intended = Future.succeededFuture();
    private Optional<AddressAction.ChangeLink> waiting = Optional.empty();

    /** What an address asks of its scope, because its neighbours ask the same. */
    interface Requests {
        void readBack();

        void askPatroni();

        void askPostgres();

        void startTimer(AddressAction.Timer timer, long delayNanos);

        void finished();
    }

    AddressKeeper(
            Etcd etcd,
            KeyTransactions key,
            LinkWorker link,
            AddressRecords records,
            Requests requests,
            Consumer<AddressInput> machine) {
        this.etcd = etcd;
        this.key = key;
        this.link = link;
        this.records = records;
        this.requests = requests;
        this.machine = machine;
    }

    /** What taking the address would do, but for its effect. */
    List<Step> rehearsal(AddressState state) {
        String name = state.rules().name();
        return List.of(
                new Step("address", name, () -> key.rehearse(state.epoch(), state.keyReading())),
                new Step("interface", name, link::rehearse),
                new Step("announcement", name, link::rehearseAnnouncement));
    }

    void carryOut(AddressAction action) {
        if (action instanceof AddressAction.ChangeLink a) {
            change(a);
        } else if (action instanceof AddressAction.RecordIntent a) {
            intended = records.intent(a);
        } else if (action instanceof AddressAction.TakeKey a) {
            // R9: the key waits for its intent, too.
            intended.onComplete(kept -> key.take(a).onSuccess(machine::accept));
        } else if (action instanceof AddressAction.MarkReleased a) {
            key.markReleased(a).onSuccess(machine::accept);
        } else if (action instanceof AddressAction.ReadBack) {
            requests.readBack();
        } else if (action instanceof AddressAction.AskLease a) {
            askLease(a.lease());
        } else if (action instanceof AddressAction.AskPatroni) {
            requests.askPatroni();
        } else if (action instanceof AddressAction.AskPostgres) {
            requests.askPostgres();
        } else if (action instanceof AddressAction.LookAtLink) {
            look();
        } else if (action instanceof AddressAction.Announce a) {
            announce(a.deadline());
        } else if (action instanceof AddressAction.StartTimer a) {
            requests.startTimer(a.timer(), a.delay());
        } else if (action instanceof AddressAction.Finished) {
            requests.finished();
        } else {
            records.record(action);
        }
    }

    /** R9: a raise waits for its intent. A drop waits for nothing (R4), and takes the place of a raise that waits. */
    private void change(AddressAction.ChangeLink change) {
        if (change.operation() == LinkOperation.RAISE) {
            waiting = Optional.of(change);
            intended.onComplete(kept -> waiting.filter(change::equals).ifPresent(this::begin));
        } else {
            waiting.ifPresent(raise -> machine.accept(new AddressInput.LinkChanged(
                    BootClock.nanos(), LinkOperation.RAISE, LinkResult.TOO_LATE, "given up before it began")));
            begin(change);
        }
    }

    private void begin(AddressAction.ChangeLink change) {
        waiting = Optional.empty();
        link.change(change.operation(), change.deadline()).onSuccess(machine::accept);
    }

    private void look() {
        link.look()
                .onSuccess(machine::accept)
                .onFailure(failure -> log.warn(
                        "The interface could not be looked at, it is looked at again. reason={}",
                        failure.getMessage()));
    }

    /** One that came too late may mean that the address is gone: the interface is looked at, not guessed about. */
    private void announce(long deadline) {
        link.announce(deadline)
                .onSuccess(result -> {
                    records.announced(result);
                    if (result == Announced.TOO_LATE) {
                        machine.accept(new AddressInput.LinkHinted(BootClock.nanos()));
                    }
                })
                .onFailure(failure -> records.notAnnounced(String.valueOf(failure.getMessage())));
    }

    /** An answer that does not come is no evidence: the key then counts as not seen to run out. */
    private void askLease(long lease) {
        long sentAt = BootClock.nanos();
        etcd.timeToLive(lease)
                .onSuccess(left -> machine.accept(new AddressInput.LeaseSeen(
                        BootClock.nanos(), sentAt, lease, TimeUnit.SECONDS.toNanos(left.orElse(-1L)))))
                .onFailure(failure -> log.debug("A lease was asked for in vain. reason={}", failure.getMessage()));
    }
}
