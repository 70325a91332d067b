package io.pgbaton.cli.restore;

import io.pgbaton.cli.backup.MissingWal;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which backup a restore begins with: pure. Its stop has to lie before the target; when none does, the answer is what could be
 * reached, and never the newest one, which is what pgBackRest itself would take, ignoring the target.
 *
 * <pre>
 * target       without --set                          with --set
 * end          the newest                             that one
 * immediate    the newest                             that one
 * time, LSN    the newest that stopped before it      that one, if it stopped before it
 * xid, name    refused: nobody knows where they lie   that one
 * </pre>
 *
 * A backup whose pages failed their checksums is taken only when it is named; one whose own WAL is missing never. Where WAL is
 * missing on the way to the target, nothing is chosen: recovery would end there without a word.
 */
public final class SetChoice {
    private final List<BackupSet> sets;
    private final String lastWal;
    private final KnownGaps gaps;
    private final Instant now;

    /** Why there is none, for the reader. */
    public static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String sentence) {
            super(sentence);
        }
    }

    /**
     * @param sets that are in the repository
     * @param lastWal name of the newest segment in the archive, empty when there is none
     * @param gaps in the archive
     */
    public SetChoice(List<BackupSet> sets, String lastWal, KnownGaps gaps, Instant now) {
        this.sets = sets.stream().sorted(Comparator.comparing(BackupSet::stop)).toList();
        this.lastWal = lastWal;
        this.gaps = gaps;
        this.now = now;
    }

    /** @param label of {@code --set}; empty when it was not said */
    public BackupSet choose(Target target, String label) throws Unreachable {
        if (sets.isEmpty()) {
            throw new Unreachable("there is no backup in the repository");
        }
        afterTheLast(target);
        BackupSet chosen = label.isEmpty() ? fitting(target) : named(target, label);
        Optional<String> gap = gaps.between(chosen, target);
        if (gap.isPresent()) {
            throw new Unreachable(gap.get());
        }
        return chosen;
    }

    private BackupSet fitting(Target target) throws Unreachable {
        if (target.kind() == RestoreTargetKind.RESTORE_TARGET_KIND_XID
                || target.kind() == RestoreTargetKind.RESTORE_TARGET_KIND_NAME) {
            throw new Unreachable("nobody can tell which backups stopped before " + target
                    + ": name the backup to begin with by --set, one of " + all());
        }
        List<BackupSet> sound = sets.stream()
                .filter(set -> !set.error() && gaps.breaks(set).isEmpty())
                .toList();
        Optional<BackupSet> newest =
                sound.stream().filter(set -> isBefore(set, target)).reduce((older, newer) -> newer);
        return newest.orElseThrow(() -> new Unreachable(
                sound.isEmpty()
                        ? "pages of all backups failed their checksums, or their WAL is missing; one is taken only when it is named"
                                + " by --set: " + all()
                        : "no backup stopped before " + target + "; " + range(sound.get(0))));
    }

    private BackupSet named(Target target, String label) throws Unreachable {
        BackupSet set = sets.stream()
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new Unreachable("there is no backup " + label + ", only " + all()));
        Optional<MissingWal> needed = gaps.breaks(set);
        if (needed.isPresent()) {
            throw new Unreachable(
                    "backup " + label + " cannot be restored: it needs " + needed.get() + ", which the archive lacks");
        }
        if (!isBefore(set, target)) {
            throw new Unreachable("backup " + label + " stopped after " + target + "; " + range(set));
        }
        return set;
    }

    private boolean isBefore(BackupSet set, Target target) {
        return switch (target.kind()) {
            case RESTORE_TARGET_KIND_TIME -> set.stop().isBefore(target.time().orElseThrow());
            case RESTORE_TARGET_KIND_LSN ->
                !set.stopLsn().isEmpty() && Target.position(set.stopLsn()) <= Target.position(target.value());
            default -> true;
        };
    }

    /** When the newest WAL was written is not in the archive's list, but it was not in the future. */
    private void afterTheLast(Target target) throws Unreachable {
        if (target.time().filter(time -> time.isAfter(now)).isPresent()) {
            throw new Unreachable(target + " is in the future; " + range(sets.get(0)));
        }
        if (target.kind() == RestoreTargetKind.RESTORE_TARGET_KIND_LSN
                && lastWal.matches("[0-9A-F]{24}")
                && Target.position(target.value()) > Target.endOfLog(lastWal)) {
            throw new Unreachable(
                    target + " lies after the last WAL in the archive, segment " + lastWal + "; " + range(sets.get(0)));
        }
    }

    private String range(BackupSet first) {
        return "possible is from " + first.stop() + (first.stopLsn().isEmpty() ? "" : " (LSN " + first.stopLsn() + ")")
                + " to the last WAL in the archive" + (lastWal.isEmpty() ? "" : ", segment " + lastWal);
    }

    private String all() {
        return sets.stream().map(BackupSet::label).collect(Collectors.joining(", "));
    }
}
