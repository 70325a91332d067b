package io.pgbaton.coordinator.decide.view;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.LeaderAcquired;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is wrong with the archive now.
 *
 * <pre>
 * broken                               it is, until it is told that it is over
 * another member leads                 what its predecessor could not archive is over, or its own
 * the agent that told it starts anew   if it still is, that agent tells again
 * WAL was dropped                      until a backup was begun after it, whoever leads
 * </pre>
 *
 * @param told what was told last of archiving itself, and of WAL that was dropped
 */
public record ArchiveView(SortedMap<Topic, ArchiveBroken> told) {
    public static final ArchiveView NOTHING = new ArchiveView(new TreeMap<>());

    /** One goes on while the other begins. */
    public enum Topic {
        ARCHIVING,
        DROPPED;

        static Topic of(ArchiveBroken broken) {
            return broken.getKind() == ArchiveBreak.ARCHIVE_DROPPED ? DROPPED : ARCHIVING;
        }
    }

    public ArchiveView {
        told = Collections.unmodifiableSortedMap(told);
    }

    /** When WAL was thrown away that no backup replaces yet; empty while nothing can be archived: no backup would end. */
    public Optional<Instant> lostSince() {
        return Optional.ofNullable(told.get(Topic.DROPPED))
                .filter(dropped -> !told.containsKey(Topic.ARCHIVING))
                .map(ArchiveView::since);
    }

    static ArchiveView of(List<ArchiveBroken> described) {
        SortedMap<Topic, ArchiveBroken> told = new TreeMap<>();
        described.forEach(broken -> told.put(Topic.of(broken), broken));
        return new ArchiveView(told);
    }

    ArchiveView with(BusRecord record) {
        return switch (record.type()) {
            case ARCHIVE_BROKEN -> heard(record.data(ArchiveBroken.class));
            case LEADER_ACQUIRED -> led(record.data(LeaderAcquired.class));
            case AGENT_STARTED -> restarted(record.data(AgentStarted.class));
            case BACKUP_COMPLETED -> backedUp(record.time(), record.data(BackupCompleted.class));
            default -> this;
        };
    }

    /** What a predecessor says late is older than what its successor said. */
    private ArchiveView heard(ArchiveBroken broken) {
        Topic topic = Topic.of(broken);
        ArchiveBroken before = told.get(topic);
        if (before != null && before.getEpoch() > broken.getEpoch()) {
            return this;
        }
        return broken.getEnded() ? without(topic) : with(topic, broken);
    }

    private ArchiveView led(LeaderAcquired acquired) {
        ArchiveBroken before = told.get(Topic.ARCHIVING);
        boolean another = before != null
                && acquired.getEpoch() > before.getEpoch()
                && !acquired.getMember().equals(before.getMember());
        return another ? without(Topic.ARCHIVING) : this;
    }

    private ArchiveView restarted(AgentStarted agent) {
        ArchiveBroken before = told.get(Topic.ARCHIVING);
        return before != null && before.getMember().equals(agent.getMember()) ? without(Topic.ARCHIVING) : this;
    }

    private ArchiveView backedUp(Instant stop, BackupCompleted made) {
        ArchiveBroken dropped = told.get(Topic.DROPPED);
        boolean after = dropped != null
                && made.getTask().getKind() == BackupKind.BACKUP_KIND_BACKUP
                && stop.minusMillis(made.getDurationMs()).isAfter(since(dropped));
        return after ? without(Topic.DROPPED) : this;
    }

    private static Instant since(ArchiveBroken broken) {
        return Instant.EPOCH.plus(broken.getSinceUs(), ChronoUnit.MICROS);
    }

    private ArchiveView with(Topic topic, ArchiveBroken broken) {
        SortedMap<Topic, ArchiveBroken> next = new TreeMap<>(told);
        next.put(topic, broken);
        return new ArchiveView(next);
    }

    private ArchiveView without(Topic topic) {
        SortedMap<Topic, ArchiveBroken> next = new TreeMap<>(told);
        next.remove(topic);
        return new ArchiveView(next);
    }
}
