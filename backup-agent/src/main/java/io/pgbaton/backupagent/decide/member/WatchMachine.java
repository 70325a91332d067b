package io.pgbaton.backupagent.decide.member;

import io.pgbaton.backupagent.decide.member.WatchState.Suspicion;
import io.pgbaton.backupagent.decide.member.WatchState.Told;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a member will not come back by itself.
 *
 * <pre>
 * sight                                        what comes of it
 * well                                         forgets all; when it was told, its end is told
 * broken, and it was not before                waits for the grace
 * broken for the grace, in whichever way       told, once
 * broken in another way than told, for the grace   told anew
 * busy                                         waits; a grace of nothing else is as well as well
 * ours                                         suspects nothing; what was told stays
 * </pre>
 *
 * A Patroni whose PostgreSQL does not start tries it again and again, so busy between two looks clears nobody.
 */
public final class WatchMachine {
    private WatchMachine() {}

    /**
     * @param nanos monotonic
     * @param micros since the Unix epoch
     */
    public static WatchDecision decide(Duration grace, WatchState state, Sight sight, long nanos, long micros) {
        if (sight instanceof Sight.Broken broken) {
            return broken(grace, state, broken, nanos, micros);
        }
        if (sight instanceof Sight.Busy) {
            long since = state.busy().orElse(nanos);
            return nanos - since >= grace.toNanos()
                    ? well(state, Optional.of(since))
                    : silent(new WatchState(state.suspicion(), state.told(), Optional.of(since)));
        }
        return sight instanceof Sight.Ours
                ? silent(new WatchState(Optional.empty(), state.told(), Optional.empty()))
                : well(state, Optional.empty());
    }

    private static WatchDecision broken(
            Duration grace, WatchState state, Sight.Broken broken, long nanos, long micros) {
        boolean known = state.told()
                .filter(told -> !told.again() && told.fault() == broken.fault())
                .isPresent();
        if (known) {
            return silent(new WatchState(Optional.empty(), state.told(), Optional.empty()));
        }
        Suspicion suspicion = state.suspicion().orElse(new Suspicion(nanos, micros));
        if (nanos - suspicion.since() < grace.toNanos()) {
            return silent(new WatchState(Optional.of(suspicion), state.told(), Optional.empty()));
        }
        Told told = new Told(broken.fault(), suspicion.sinceMicros(), false);
        return new WatchDecision(
                new WatchState(Optional.empty(), Optional.of(told), Optional.empty()),
                Optional.of(new WatchAction.Tell(broken.fault(), broken.detail(), suspicion.sinceMicros())));
    }

    private static WatchDecision well(WatchState state, Optional<Long> busy) {
        return new WatchDecision(
                new WatchState(Optional.empty(), Optional.empty(), busy),
                state.told().map(told -> new WatchAction.TellEnded(told.fault(), told.sinceMicros())));
    }

    private static WatchDecision silent(WatchState next) {
        return new WatchDecision(next, Optional.empty());
    }
}
