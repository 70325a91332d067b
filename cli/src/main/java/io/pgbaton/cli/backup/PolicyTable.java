package io.pgbaton.cli.backup;

import io.pgbaton.cli.sentence.BackupSentences;
import io.pgbaton.cli.show.Cell;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.Table;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.v1.BackupCalendarState;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupKnown;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.PlannedBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/** What {@link Policies} says, for people. */
public final class PolicyTable {
    private static final String NOTHING = "-";

    private final Terminal terminal;
    private final Instant now;

    public PolicyTable(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    public void print(List<Policies.Planned> planned) {
        Table table = new Table("SCOPE", "STANZA", "REPO", "NEWEST", "OVERDUE AFTER", "NEXT", "NOW");
        planned.forEach(one -> table.row(
                Cell.of(one.scope()),
                Cell.of(one.policy().getStanza()),
                Cell.of(one.policy().getRepo()),
                newest(one.policy()),
                Cell.of(overdueAfter(one.policy())),
                Cell.of(next(one.policy())),
                work(one.policy())));
        table.print(terminal);
    }

    private Cell newest(BackupPolicyState policy) {
        String age = policy.getNewestList().stream()
                .max(Comparator.comparingLong(BackupKnown::getStopUs))
                .map(known -> type(policy, known.getType()) + " "
                        + Times.length(Duration.between(Times.ofMicros(known.getStopUs()), now)) + " ago")
                .orElse(NOTHING);
        return Cell.of(age, policy.getOverdue() ? Colour.ALARM : Colour.GOOD);
    }

    private static String next(BackupPolicyState policy) {
        return policy.getCalendarsList().stream()
                .min(Comparator.comparingLong(BackupCalendarState::getNextUs)
                        .thenComparing(BackupCalendarState::getType))
                .map(calendar -> type(policy, calendar.getType()) + " "
                        + Times.toSecond(Times.ofMicros(calendar.getNextUs()), ZoneId.of(calendar.getZone())) + " "
                        + calendar.getZone())
                .orElse(NOTHING);
    }

    private static String overdueAfter(BackupPolicyState policy) {
        return !isOfBackups(policy) ? NOTHING : Times.length(Duration.ofMillis(policy.getOverdueAfterMs()));
    }

    private static String type(BackupPolicyState policy, BackupType type) {
        return switch (policy.getKind()) {
            case BACKUP_KIND_DRILL -> "drill";
            case BACKUP_KIND_EXPIRE -> "expire";
            default -> BackupSentences.type(type);
        };
    }

    private static boolean isOfBackups(BackupPolicyState policy) {
        return policy.getKind() == BackupKind.BACKUP_KIND_UNSPECIFIED;
    }

    private static Cell work(BackupPolicyState policy) {
        if (!policy.getWaitsFor().isEmpty()) {
            return Cell.of("waits: " + policy.getWaitsFor(), Colour.WARN);
        } else if (!policy.hasOrder()) {
            return Cell.of(NOTHING);
        }
        PlannedBackup order = policy.getOrder();
        String type = type(policy, order.getType());
        return order.getFailed()
                ? Cell.of(type + " failed, is tried again: " + order.getWhy(), Colour.WARN)
                : Cell.of(type + (order.getRunning() ? " goes on" : " is commanded") + ": " + order.getReason());
    }
}
