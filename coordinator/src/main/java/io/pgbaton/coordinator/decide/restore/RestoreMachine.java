package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestorePhase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster or a member from a backup: one step after the other ({@link Course}), each one command to one agent.
 *
 * <pre>
 * state      input                                        next          does
 * none, over Asked, and the plan can be begun             first step    (the command goes out as below)
 *            Asked otherwise                              same          refuses, with a reason
 * open       Asked otherwise                              same          refuses: BUSY
 * FAILED     Asked to go on, with its id                  failed step   or the restore before it, when Patroni gave the data up
 * FAILED,    Asked to undo it, with its id                PUT_BACK      of what was set aside last; UNDONE when nothing was
 *  harmless                                                                of a new cluster UNDONE, once nothing of it is left
 * any        Asked again by the same put                  same          -
 * open       not commanded, not paused, not replaying     same          commands the agent of the step, tells it
 *            Word, Done, Checked, Failed of another       same          -
 *              command than the step's
 *            Word                                         same          waits anew
 *            Done, or Checked without fault where the     next step     of the last: bootstrap.completed, member.rebuilt
 *              step ends with a look                                    or restore.undone
 *            Failed, Checked with a fault                 FAILED        restore.failed: what is left, how to go on
 *            Unknown                                      same          commands it anew, three times at most
 *            no word for a minute                         same          sends it again, five times; then FAILED
 *            its agent is away for 15 min                 FAILED        restore.failed
 *            begun, and no word for 25 h                  FAILED        restore.failed
 *
 * harmless: nothing was changed yet, and what goes on may be left to itself
 *
 * TookOver   goes on with what is described; what is replayed is folded, nothing is begun meanwhile
 * </pre>
 */
public final class RestoreMachine {
    private static final Set<RestorePhase> LOOKED_AT = EnumSet.of(
            RestorePhase.RESTORE_PHASE_START, RestorePhase.RESTORE_PHASE_VERIFY, RestorePhase.RESTORE_PHASE_PUT_BACK);

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
        // By its id, which has the etcd in it: one that is made anew counts from the beginning.
        if (asked.id().equals(turn.state.text().getLastAsked()) || turn.now.replaying()) {
            return;
        }
        Optional<Requests.Refused> refused = Requests.fault(turn.state, turn.now, asked);
        if (refused.isPresent()) {
            turn.refuse(asked, refused.get());
        } else if (!asked.request().getResume().isEmpty()) {
            turn.resume(asked);
        } else if (!asked.request().getUndo().isEmpty()) {
            turn.undo(asked);
        } else {
            turn.begin(asked);
        }
    }

    private static void heard(RestoreTurn turn, RestoreNews news) {
        if (news instanceof RestoreNews.Word word && turn.isOurs(word.command())) {
            turn.word();
        } else if (news instanceof RestoreNews.Done done && turn.isOurs(done.command())) {
            turn.word();
            // What it was started for, its agent tells by Checked; the two topics have no common order.
            if (!LOOKED_AT.contains(turn.state.text().getPhase())) {
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
