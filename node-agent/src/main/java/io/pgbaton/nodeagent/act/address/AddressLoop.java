package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.loop.Turn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One address: its state, its timers, and the loop from input to decision to action. */
public final class AddressLoop implements AddressKeeper.Requests {
    private final EventLoop<AddressState, AddressInput, AddressAction> loop;
    private final Local local;
    private final Runnable readBack;
    private final AddressKeeper keeper;
    private final Promise<Void> finished = Promise.promise();

    /** The local database, asked on behalf of an address. */
    public interface Local {
        void askPatroni();

        void askPostgres();

        /** PostgreSQL is asked every 10 ms as long as anybody awaits its promotion. */
        void awaitWritable(Object who, boolean on);
    }

    AddressLoop(
            EventLoop.Place place,
            AddressRules rules,
            Local local,
            Runnable readBack,
            Function<AddressLoop, AddressKeeper> keeper) {
        AddressState first = AddressState.initial(rules, BootClock.nanos());
        this.loop = new EventLoop<>(place, first, AddressLoop::turn);
        this.local = local;
        this.readBack = readBack;
        this.keeper = keeper.apply(this);
    }

    void start() {
        loop.start(this::carryOut);
        AddressMachine.start(loop.state(), BootClock.nanos()).actions().forEach(this::carryOut);
    }

    public AddressState state() {
        return loop.state();
    }

    /** What taking the address would do, but for its effect. */
    public List<Step> rehearsal() {
        return keeper.rehearsal(loop.state());
    }

    /** From any thread; taken in on the event loop, in order. */
    public void accept(AddressInput input) {
        loop.submit(input);
    }

    /** Completes when nothing is left to release. */
    Future<Void> stop() {
        accept(new AddressInput.Stopping(BootClock.nanos()));
        return finished.future();
    }

    private static Turn<AddressState, AddressAction> turn(AddressState state, AddressInput input) {
        AddressDecision decision = AddressMachine.decide(state, input);
        return new Turn<>(decision.next(), decision.actions());
    }

    private void carryOut(AddressAction action) {
        if (action instanceof AddressAction.AwaitWritable await) {
            local.awaitWritable(this, await.on());
        } else {
            keeper.carryOut(action);
        }
    }

    @Override
    public void readBack() {
        readBack.run();
    }

    @Override
    public void askPatroni() {
        local.askPatroni();
    }

    @Override
    public void askPostgres() {
        local.askPostgres();
    }

    @Override
    public void startTimer(AddressAction.Timer timer, long delayNanos) {
        // Rounded up: a timer that fires a little early finds that its time has not come, and would not come again.
        Duration delay = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999));
        loop.startTimer(timer, delay, () -> new AddressInput.TimerFired(BootClock.nanos(), timer));
    }

    @Override
    public void finished() {
        loop.stop();
        finished.tryComplete();
    }
}
