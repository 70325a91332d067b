package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is remembered of one policy. Soft state: whoever takes the scope over has it from the description of the scope, but for
 * how far timelines came, which is seen again.
 *
 * @param since when the policy began: what was before is not its business
 * @param change of the leader that may still want a backup
 * @param order the last one, until it is over
 * @param waits why what is wanted is not begun
 * @param told for which newest backup it was told that it is too old
 */
public record PolicyState(
        Scope scope,
        Policy policy,
        Instant since,
        Holdings holdings,
        Agenda agenda,
        Optional<Succession> change,
        Quiet quiet,
        Optional<Order> order,
        Optional<Obstacle> waits,
        Optional<Instant> told) {

    /** One that nobody knew before. */
    public static PolicyState begin(Scope scope, Policy policy, Surroundings now) {
        return new PolicyState(
                scope,
                policy,
                now.wall(),
                Holdings.NOTHING,
                Agenda.begin(policy, now),
                Optional.empty(),
                new Quiet(now.handedOver(), now.nanos()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** From when on the age of backups counts. */
    public Instant freshFrom() {
        return holdings.stop().orElse(since);
    }

    PolicyState at(Surroundings now) {
        long known = Math.max(agenda.epoch(), change.map(Succession::epoch).orElse(0L));
        Optional<Succession> newer =
                now.last().filter(last -> last.epoch() > known).or(() -> change);
        return new PolicyState(
                scope, policy, since, holdings, agenda.at(now.wall()), newer, quiet.at(now), order, waits, told);
    }

    PolicyState with(Holdings next) {
        return new PolicyState(scope, policy, since, next, agenda, change, quiet, order, waits, told);
    }

    PolicyState with(Agenda next) {
        return new PolicyState(scope, policy, since, holdings, next, change, quiet, order, waits, told);
    }

    /** Nothing more is owed to leaders up to this epoch. */
    PolicyState settled(long epoch) {
        Optional<Succession> open = change.filter(one -> one.epoch() > epoch);
        return new PolicyState(scope, policy, since, holdings, agenda.settled(epoch), open, quiet, order, waits, told);
    }

    PolicyState ordered(Optional<Order> next) {
        return new PolicyState(scope, policy, since, holdings, agenda, change, quiet, next, waits, told);
    }

    PolicyState waiting(Optional<Obstacle> next) {
        return new PolicyState(scope, policy, since, holdings, agenda, change, quiet, order, next, told);
    }

    PolicyState told(Optional<Instant> next) {
        return new PolicyState(scope, policy, since, holdings, agenda, change, quiet, order, waits, next);
    }
}
