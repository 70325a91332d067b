package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreState;
import java.util.Optional;

/**
 * A new cluster from a backup: one step after the other, each one command to one agent.
 *
 * <pre>
 * state      input                                        next          does
 * none, over Asked, and the plan can be begun             first step    (the command goes out as below)
 *            Asked otherwise                              same          refuses, with a reason
 * open       Asked                                        same          refuses: BUSY
 * FAILED     Asked to go on, with its id                  failed step   or the restore before it, when Patroni gave the data up
 * any        Asked again by the same put                  same          -
 * open       not commanded, not paused, not replaying     same          commands the agent of the step, tells it
 *            Word, Done, Checked, Failed of another       same          -
 *              command than the step's
 *            Word                                         same          waits anew
 *            Done (but of a start), Checked without fault next step     of the last: bootstrap.completed
 *            Failed, Checked with a fault                 FAILED        restore.failed: what is left, how to go on
 *            Unknown                                      same          commands it anew, three times at most
 *            no word for a minute                         same          sends it again, five times; then FAILED
 *            its agent is away for 15 min                 FAILED        restore.failed
 *            begun, and no word for 25 h                  FAILED        restore.failed
 *
 * TookOver   goes on with what is described; what is replayed is folded, nothing is begun meanwhile
 * </pre>
 */
public final class RestoreMachine {
    private RestoreMachine() {}

    public static RestoreDecision decide(Going state, Around now, RestoreNews news) {
        RestoreTurn turn = new RestoreTurn(state, now);
        if (news instanceof RestoreNews.Asked asked) {
            asked(turn, asked);
        } else if (turn.state.isOpen()) {
            heard(turn, news);
        }
        if (!now.replaying() && turn.state.isOpen()) {
            turn.goOn();
        }
        return turn.decision();
    }

    private static void asked(RestoreTurn turn, RestoreNews.Asked asked) {
        RestoreState before = turn.state.text();
        RestoreRequest request = asked.request();
        // By its id, which has the etcd in it: one that is made anew counts from the beginning.
        if (asked.id().equals(before.getLastAsked()) || turn.now.replaying()) {
            return;
        }
        Optional<RestoreTurn.Refused> refused = request.getResume().isEmpty()
                ? faultOfNew(turn, asked)
                : faultOfResume(turn.state, request.getResume());
        if (turn.now.paused()) {
            refused = Optional.of(new RestoreTurn.Refused(RefusalReason.PAUSED, "pgbaton is paused: `pgbaton resume`"));
        }
        if (refused.isPresent()) {
            turn.refuse(asked, refused.get());
        } else if (request.getResume().isEmpty()) {
            turn.begin(asked);
        } else {
            turn.resume(asked);
        }
    }

    private static Optional<RestoreTurn.Refused> faultOfNew(RestoreTurn turn, RestoreNews.Asked asked) {
        if (turn.state.isOpen()) {
            return busy(turn.state);
        }
        String there = !asked.there().isEmpty()
                ? asked.there()
                : turn.now.leader().isEmpty() ? "" : turn.now.leader() + " leads it";
        if (!there.isEmpty()) {
            return Optional.of(new RestoreTurn.Refused(
                    RefusalReason.NOT_EMPTY,
                    turn.now.scope() + " is a cluster already: " + there
                            + "; take another name, or `patronictl remove` it first if it is over"));
        }
        return PlanCheck.fault(asked.request().getPlan(), turn.now)
                .map(fault -> new RestoreTurn.Refused(RefusalReason.MALFORMED, fault));
    }

    private static Optional<RestoreTurn.Refused> faultOfResume(Going state, String id) {
        if (!state.text().getId().equals(id)) {
            return Optional.of(new RestoreTurn.Refused(
                    RefusalReason.UNKNOWN_RESTORE,
                    state.text().getId().isEmpty()
                            ? "nothing was ever restored into this scope"
                            : "the last restore into this scope is "
                                    + state.text().getId() + ", not " + id));
        } else if (state.isOpen()) {
            return busy(state);
        }
        return state.isFailed()
                ? Optional.empty()
                : Optional.of(new RestoreTurn.Refused(
                        RefusalReason.UNKNOWN_RESTORE, "restore " + id + " is completed: nothing is left to do"));
    }

    private static Optional<RestoreTurn.Refused> busy(Going state) {
        return Optional.of(new RestoreTurn.Refused(
                RefusalReason.BUSY, "restore " + state.text().getId() + " goes on in this scope"));
    }

    private static void heard(RestoreTurn turn, RestoreNews news) {
        if (news instanceof RestoreNews.Word word && turn.isOurs(word.command())) {
            turn.word();
        } else if (news instanceof RestoreNews.Done done && turn.isOurs(done.command())) {
            turn.word();
            // What it was started for, its agent tells by Checked; the two topics have no common order.
            if (turn.state.text().getPhase() != RestorePhase.RESTORE_PHASE_START) {
                turn.next();
            }
        } else if (news instanceof RestoreNews.Checked checked
                && turn.isOurs(checked.checked().getCommandId())) {
            turn.checked(checked.checked());
        } else if (news instanceof RestoreNews.Failed failed && turn.isOurs(failed.command())) {
            turn.fail(failed.name(), failed.detail());
        } else if (news instanceof RestoreNews.Unknown unknown && turn.isOurs(unknown.command())) {
            turn.anew();
        }
    }
}
