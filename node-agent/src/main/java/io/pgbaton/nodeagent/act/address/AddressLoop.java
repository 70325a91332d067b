package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One address: its state, its timers, and the loop from input to decision to action. */
public final class AddressLoop implements AddressKeeper.Requests {
    private final Vertx vertx;
    private final Context context;
    private final Local local;
    private final Runnable readBack;
    private final AddressKeeper keeper;
    private final Map<AddressAction.Timer, Long> timers = new EnumMap<>(AddressAction.Timer.class);
    private final Promise<Void> finished = Promise.promise();
    private AddressState state;

    /** The local database, asked on behalf of an address. */
    public interface Local {
        void askPatroni();

        void askPostgres();

        /** PostgreSQL is asked every 10 ms as long as anybody awaits its promotion. */
        void awaitWritable(Object who, boolean on);
    }

    AddressLoop(AddressRules rules, Local local, Runnable readBack, Function<AddressLoop, AddressKeeper> keeper) {
        this.context = Vertx.currentContext();
        this.vertx = context.owner();
        this.local = local;
        this.readBack = readBack;
        this.state = AddressState.initial(rules, BootClock.nanos());
        this.keeper = keeper.apply(this);
    }

    void start() {
        carryOut(AddressMachine.start(state, BootClock.nanos()));
    }

    public AddressState state() {
        return state;
    }

    /** From any thread; taken in on the event loop, in order. */
    public void accept(AddressInput input) {
        if (Vertx.currentContext() == context) {
            take(input);
        } else {
            context.runOnContext(nothing -> take(input));
        }
    }

    Future<Void> stop() {
        accept(new AddressInput.Stopping(BootClock.nanos()));
        return finished.future();
    }

    private void take(AddressInput input) {
        if (!finished.future().isComplete()) {
            carryOut(AddressMachine.decide(state, input));
        }
    }

    private void carryOut(AddressDecision decision) {
        state = decision.next();
        for (AddressAction action : decision.actions()) {
            if (action instanceof AddressAction.AwaitWritable await) {
                local.awaitWritable(this, await.on());
            } else {
                keeper.carryOut(action);
            }
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
        Long running = timers.remove(timer);
        if (running != null) {
            vertx.cancelTimer(running);
        }
        // Rounded up: a timer that fires a little early finds that its time has not come, and would not come again.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999));
        timers.put(timer, vertx.setTimer(millis, id -> {
            timers.remove(timer);
            accept(new AddressInput.TimerFired(BootClock.nanos(), timer));
        }));
    }

    @Override
    public void finished() {
        timers.values().forEach(vertx::cancelTimer);
        timers.clear();
        finished.tryComplete();
    }
}
