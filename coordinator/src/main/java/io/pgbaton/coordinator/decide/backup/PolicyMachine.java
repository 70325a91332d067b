package io.pgbaton.coordinator.decide.backup;

/**
 * When one stanza is backed up into one repository, a backup of it is restored for a drill, or
 * what retention lets go is removed: by its calendars, and after the timeline changed. One backup at a time, and
 * one for all that is due, of the largest type, however many due times were missed. After every news the machine compares what
 * is wanted with what is there.
 *
 * <pre>
 * order     news, or time                             next      does
 * none      something is wanted                       GIVEN     command; its id derives from the due time, or from
 *                                                               the epoch of the new leader, and the attempt
 *           the same, and something is in the way     none      says what it waits for
 * GIVEN     Begun                                     RUNNING
 * GIVEN,    Made; Read, and it is there               none      closed: done
 *  RUNNING  NotMade; no word for too long             PAUSED    closed: failed
 *           the same, for the third time, of a drill
 *            for the second                           none      closed: given up; the next due time is another one
 * PAUSED    Made, or nothing is wanted any more       none
 *           something else is wanted                  GIVEN     command
 *           the pause is over, nothing in the way     GIVEN     command, the next attempt
 * any       the newest backup is too old              same      tells it, once for that backup; never of a drill
 * </pre>
 *
 * In the way are an open handover and the minute after it, R11, no leader that takes writes, no standby that is needed, no agent.
 * What the change of a leader wants is {@link ChangeRule}'s, once an epoch; what lost WAL wants is {@link LossRule}'s. Nothing is begun while the bus is replayed.
 */
public final class PolicyMachine {
    private PolicyMachine() {}

    public static PolicyDecision decide(PolicyState state, Surroundings now, News news) {
        PolicyStep step = new PolicyStep(state, now);
        hear(step, news);
        if (!now.replaying()) {
            step.failIfSilent();
            step.order();
            step.tellOverdue();
        }
        return step.decision();
    }

    private static void hear(PolicyStep step, News news) {
        if (news instanceof News.Read read) {
            step.state = step.state.with(step.state.holdings().read(read.repository()));
            step.doneIfThere();
        } else if (news instanceof News.Begun begun) {
            step.ordered(begun.command()).filter(Order::isOpen).ifPresent(step::begun);
        } else if (news instanceof News.Made made) {
            step.state = step.state.with(step.state.holdings().made(made.type(), made.span()));
            step.ordered(made.command()).ifPresent(step::done);
        } else if (news instanceof News.NotMade failed) {
            step.ordered(failed.command()).filter(Order::isOpen).ifPresent(order -> step.failed(order, failed.why()));
        }
    }
}
