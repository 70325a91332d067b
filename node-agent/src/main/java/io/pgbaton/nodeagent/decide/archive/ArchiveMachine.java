package io.pgbaton.nodeagent.decide.archive;

import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.ArchiveCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells when WAL of the primary does not come into its archive. It only tells.
 *
 * <pre>
 * archive_mode off, or this member does not lead                               -> nothing; what was told ends
 * archive_mode on, and nothing is set that archives                            -> failing, no command
 * the archiver's last try failed: 044, 045, 082, 103                           -> failing, at once; at the second look of a reign
 * ... with another code, or nobody knows why, at each look for 60 s            -> failing
 * a file is complete, nothing was archived and nothing failed for stuckAfter   -> stuck
 * told, and its cause is known now, or another                                 -> told anew, with it
 * told, and a file was archived since                                          -> ended
 * told, and the statistics are empty while WAL waits                           -> as before
 * pgBackRest threw files away, and did not at the look before                  -> dropped
 * </pre>
 *
 * <p>That files were dropped has no end here: PostgreSQL takes them for archived, and only a backup mends it. Each break is
 * told once a reign, file and cause (R8).
 */
public final class ArchiveMachine {
    /** PostgreSQL tries three times in three seconds, and begins anew after a minute, or with the next file. */
    static final long PATIENCE = 60_000_000_000L;

    private ArchiveMachine() {}

    /** The next state and what is to be told. */
    public record Decision(ArchiveState next, List<Observed> told) {
        public Decision {
            told = List.copyOf(told);
        }
    }

    /** @param stuckAfter nanoseconds */
    public static Decision decide(ArchiveState state, ArchiveInput input, long stuckAfter) {
        List<Observed> told = new ArrayList<>();
        if (input instanceof ArchiveInput.Looked looked && looked.reading().on()) {
            ArchiveState seen = state.looked(looked.reading(), looked.said(), looked.at());
            ArchiveState heard = drops(seen, looked, told);
            boolean first = state.last().isEmpty();
            return new Decision(settle(heard, judge(heard, looked, stuckAfter, first), told), told);
        }
        boolean off = input instanceof ArchiveInput.Looked;
        state.told()
                .ifPresent(fault -> told.add(ended(state, fault, off ? "archive_mode is off" : "it leads no more")));
        return new Decision(ArchiveState.initial(state.member()), told);
    }

    private static ArchiveState settle(ArchiveState state, Optional<Fault> now, List<Observed> told) {
        Optional<Fault> before = state.told();
        if (now.isEmpty() && before.isPresent() && isForgotten(state)) {
            return state;
        }
        if (now.isEmpty()) {
            before.ifPresent(fault -> told.add(ended(state, fault, "WAL is archived again")));
            return state.told(Optional.empty());
        }
        Fault fault = now.get();
        boolean known = before.filter(fault::is).isPresent()
                || (before.isPresent()
                        && fault.cause() == ArchiveCause.ARCHIVE_CAUSE_UNSPECIFIED
                        && fault.kind() == before.get().kind());
        if (known) {
            return state;
        }
        told.add(observed(state, fault, 0));
        return state.told(now);
    }

    /** Statistics were reset, by somebody or by crash recovery: that nothing failed says nothing while WAL still waits. */
    private static boolean isForgotten(ArchiveState state) {
        return state.gapFiles() > 0
                && state.last().map(ArchiveReading::archivedAt).orElse(0L) == 0;
    }

    /** @param first look of a reign: what failed may have failed in an earlier one of the same member */
    private static Optional<Fault> judge(
            ArchiveState state, ArchiveInput.Looked looked, long stuckAfter, boolean first) {
        ArchiveReading reading = looked.reading();
        if (!reading.configured()) {
            return Optional.of(noCommand(looked));
        }
        if (state.failingSince() > 0) {
            Fault fault = failing(state, looked);
            boolean told = state.told().isPresent();
            boolean now = (Causes.lasts(fault.cause()) && !first) || looked.at() - state.failingSince() >= PATIENCE;
            return told || now ? Optional.of(fault) : Optional.empty();
        }
        boolean stuck = state.waitingSince() > 0 && looked.at() - state.waitingSince() >= stuckAfter;
        return stuck ? Optional.of(stuck(state, looked)) : Optional.empty();
    }

    private static Fault failing(ArchiveState state, ArchiveInput.Looked looked) {
        ArchiveReading reading = looked.reading();
        Said error = state.error();
        return new Fault(
                ArchiveBreak.ARCHIVE_FAILING,
                Causes.of(error.code()),
                error.code(),
                reading.failed(),
                error.error(),
                looked.epoch(),
                Math.max(reading.archivedAt(), reading.failedAt() - passed(state.failingSince(), looked.at())));
    }

    private static Fault stuck(ArchiveState state, ArchiveInput.Looked looked) {
        ArchiveReading reading = looked.reading();
        return new Fault(
                ArchiveBreak.ARCHIVE_STUCK,
                ArchiveCause.ARCHIVE_CAUSE_UNSPECIFIED,
                0,
                reading.archived(),
                "nothing was archived after this file, and nothing failed: the archiver hangs, or is not there",
                looked.epoch(),
                reading.now() - passed(state.waitingSince(), looked.at()));
    }

    private static Fault noCommand(ArchiveInput.Looked looked) {
        return new Fault(
                ArchiveBreak.ARCHIVE_FAILING,
                ArchiveCause.ARCHIVE_CAUSE_NO_COMMAND,
                0,
                looked.reading().archived(),
                "",
                looked.epoch(),
                looked.reading().now());
    }

    /** Lines of an earlier timeline are history: they were read again, after a restart of this agent. */
    private static ArchiveState drops(ArchiveState state, ArchiveInput.Looked looked, List<Observed> told) {
        List<String> more = looked.said().dropped().stream()
                .filter(name -> WalName.timeline(name) == looked.reading().timeline())
                .filter(name -> !state.dropped().contains(name))
                .toList();
        if (more.isEmpty()) {
            return state.dropped(state.dropped(), false);
        }
        List<String> all = new ArrayList<>(state.dropped());
        all.addAll(more);
        if (!state.dropping()) {
            told.add(observed(state, dropped(more, looked), more.size()));
        }
        return state.dropped(all, true);
    }

    private static Fault dropped(List<String> more, ArchiveInput.Looked looked) {
        String first = more.get(0);
        String last = more.get(more.size() - 1);
        return new Fault(
                ArchiveBreak.ARCHIVE_DROPPED,
                ArchiveCause.ARCHIVE_CAUSE_QUEUE_FULL,
                0,
                first,
                "archive-push-queue-max was exceeded" + (first.equals(last) ? "" : ", dropped up to " + last),
                looked.epoch(),
                looked.reading().now());
    }

    private static Observed ended(ArchiveState state, Fault fault, String why) {
        ArchiveBroken data = message(state, fault)
                .setDetail(why)
                .clearNextStep()
                .setEnded(true)
                .build();
        return new Observed(EventType.ARCHIVE_BROKEN, state.member(), fault.anchor() + "/ended", data);
    }

    private static Observed observed(ArchiveState state, Fault fault, int dropped) {
        ArchiveBroken data = message(state, fault).setDropped(dropped).build();
        return new Observed(EventType.ARCHIVE_BROKEN, state.member(), fault.anchor(), data);
    }

    private static ArchiveBroken.Builder message(ArchiveState state, Fault fault) {
        return ArchiveBroken.newBuilder()
                .setMember(state.member())
                .setEpoch(fault.epoch())
                .setKind(fault.kind())
                .setCause(fault.cause())
                .setSegment(fault.segment())
                .setCode(fault.code())
                .setDetail(fault.detail())
                .setNextStep(Causes.nextStep(fault.cause(), fault.kind()))
                .setSinceUs(fault.since())
                .setGapBytes(state.gapBytes())
                .setGapFiles(state.gapFiles());
    }

    /** In microseconds. */
    private static long passed(long since, long at) {
        return (at - since) / 1000;
    }
}
