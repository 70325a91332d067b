package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreState;
import java.util.Optional;

/** Whether what is asked for may be begun now. */
final class Requests {
    private Requests() {}

    /** Why a request is not begun. */
    record Refused(RefusalReason reason, String sentence) {}

    static Optional<Refused> fault(Going state, Around now, RestoreNews.Asked asked) {
        RestoreRequest request = asked.request();
        // Who pauses in the middle may undo: the steps of that wait for `pgbaton resume` too.
        if (now.paused() && request.getUndo().isEmpty()) {
            return Optional.of(new Refused(RefusalReason.PAUSED, "pgbaton is paused: `pgbaton resume`"));
        } else if (!request.getResume().isEmpty()) {
            return unknown(state, request.getResume()).or(() -> faultOfResume(state));
        } else if (!request.getUndo().isEmpty()) {
            return unknown(state, request.getUndo()).or(() -> faultOfUndo(state, there(now, asked.patroni())));
        }
        String there = there(now, asked.patroni());
        return state.isOpen() ? busy(state) : halfDone(state, there).or(() -> faultOfNew(now, asked, there));
    }

    /** Whoever began anew would take the way back from the one that stands still. */
    private static Optional<Refused> halfDone(Going state, String there) {
        boolean kept = state.isFailed() && state.text().getAsideCount() > 0;
        return kept && faultOfUndo(state, there).isEmpty()
                ? Optional.of(new Refused(
                        RefusalReason.BUSY,
                        "restore " + state.text().getId()
                                + " stands still with data set aside: --resume or --undo it first"))
                : Optional.empty();
    }

    private static Optional<Refused> faultOfNew(Around now, RestoreNews.Asked asked, String there) {
        if (asked.request().getPlan().getKind() == RestoreKind.RESTORE_KIND_CLUSTER && !there.isEmpty()) {
            return Optional.of(new Refused(
                    RefusalReason.NOT_EMPTY,
                    now.scope() + " is a cluster already: " + there
                            + "; take another name, or `patronictl remove` it first if it is over"));
        }
        return malformed(PlanCheck.fault(asked.request().getPlan(), now, asked.patroni()));
    }

    /** What of a cluster is in the scope, in words; empty when nothing is (R10). */
    private static String there(Around now, PatroniThere patroni) {
        String leader = patroni.leader().isEmpty() ? now.leader() : patroni.leader();
        if (!leader.isEmpty()) {
            return leader + " leads it";
        } else if (!patroni.initialized()) {
            return "";
        }
        return "its key initialize is there"
                + (patroni.systemIdentifier().isEmpty() ? "" : ", of system identifier " + patroni.systemIdentifier());
    }

    private static Optional<Refused> malformed(Optional<String> fault) {
        return fault.map(sentence -> new Refused(RefusalReason.MALFORMED, sentence));
    }

    private static Optional<Refused> unknown(Going state, String id) {
        String last = state.text().getId();
        return last.equals(id)
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalReason.UNKNOWN_RESTORE,
                        last.isEmpty()
                                ? "nothing was ever restored into this scope"
                                : "the last restore into this scope is " + last + ", not " + id));
    }

    private static Optional<Refused> faultOfResume(Going state) {
        if (state.isOpen()) {
            return busy(state);
        }
        if (!state.isFailed()) {
            return Optional.of(new Refused(
                    RefusalReason.UNKNOWN_RESTORE,
                    "restore " + state.text().getId() + " is over: nothing is left to do"));
        }
        return mayTakeTheWrongBranch(state.text())
                ? tooLate(
                        "PostgreSQL may have been promoted before the target, and the newest timeline in the archive is then not the"
                                + " one that was meant: ask for it anew, with --timeline of the one before")
                : Optional.empty();
    }

    /** In place the promotion that went wrong is in the same archive, and what is recovered again would follow it. */
    private static boolean mayTakeTheWrongBranch(RestoreState text) {
        return text.getStarted()
                && text.getNode() == 0
                && Course.isVerified(text.getPlan())
                && text.getPlan().getTarget().getTimeline().isEmpty()
                && RestoreTurn.DATA_IS_GONE.contains(text.getFailure().getName());
    }

    /** @param there what of a cluster is in the scope */
    private static Optional<Refused> faultOfUndo(Going state, String there) {
        RestoreState text = state.text();
        if (text.getPlan().getKind() == RestoreKind.RESTORE_KIND_CLUSTER) {
            return faultOfGivingUp(state, there);
        } else if (text.getPlan().getDelta() && text.getAsideCount() > 0) {
            return tooLate("it was restored over its own data: nothing was kept aside");
        } else if (text.getUndoing() && state.isOpen()) {
            return busy(state);
        } else if (state.isOpen() && state.isCommanded() && !changesNothing(text.getPhase())) {
            return Optional.of(
                    new Refused(
                            RefusalReason.BUSY,
                            "a step goes on that cannot be left: `pgbaton pause`, undo when it has ended, then `pgbaton resume`"));
        } else if (!state.isOpen() && !state.isFailed()) {
            return tooLate("restore " + text.getId() + " is over");
        }
        return text.getStarted()
                ? tooLate(
                        "the leader was told to start on restored data, so a new timeline may be in the archive, which today's"
                                + " data cannot join; it is in <data directory>.old-" + text.getId()
                                + " of each node, see docs/restore.md")
                : Optional.empty();
    }

    /** A new cluster has nothing to go back to. Whoever cleaned up what was left of it ends it by this. */
    private static Optional<Refused> faultOfGivingUp(Going state, String there) {
        if (state.isOpen()) {
            return busy(state);
        } else if (!state.isFailed()) {
            return tooLate("restore " + state.text().getId() + " is over");
        }
        return there.isEmpty()
                ? Optional.empty()
                : tooLate("something of the new cluster is left: " + there
                        + "; clean up as `restore.failed` says, then undo it");
    }

    private static boolean changesNothing(RestorePhase phase) {
        return phase == RestorePhase.RESTORE_PHASE_RESTORE || phase == RestorePhase.RESTORE_PHASE_VERIFY;
    }

    private static Optional<Refused> tooLate(String sentence) {
        return Optional.of(new Refused(RefusalReason.TOO_LATE, sentence));
    }

    private static Optional<Refused> busy(Going state) {
        return Optional.of(
                new Refused(RefusalReason.BUSY, "restore " + state.text().getId() + " goes on in this scope"));
    }
}
