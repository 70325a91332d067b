package io.pgbaton.coordinator.decide.view;

import io.pgbaton.coordinator.decide.backup.LostWal;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.LeaderAcquired;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is wrong with the archive now.
 *
 * <pre>
 * broken                               it is, until it is told that it is over
 * another member leads                 what its predecessor could not archive is over, or its own
 * the agent that told it starts anew   if it still is, that agent tells again
 * WAL was dropped                      until a backup was begun after it, whoever leads
 * WAL is missing in a repository       until its agent says that it is over, or a backup was begun into it after what is missing
 * </pre>
 *
 * @param told what was told last of archiving itself, of WAL that was dropped, and of each repository
 */
public record ArchiveView(SortedMap<Topic, ArchiveBroken> told) {
    public static final ArchiveView NOTHING = new ArchiveView(new TreeMap<>());

    /**
     * One goes on while the other begins.
     *
     * @param stanza of what is missing, as is the repository; empty of the others
     */
    public record Topic(String name, String stanza, int repo) implements Comparable<Topic> {
        static final Topic ARCHIVING = new Topic("archiving", "", 0);
        static final Topic DROPPED = new Topic("dropped", "", 0);

        static Topic of(ArchiveBroken broken) {
            return switch (broken.getKind()) {
                case ARCHIVE_DROPPED -> DROPPED;
                case ARCHIVE_MISSING -> missing(broken.getStanza(), broken.getRepo());
                default -> ARCHIVING;
            };
        }

        static Topic missing(String stanza, int repo) {
            return new Topic("missing", stanza, repo);
        }

        @Override
        public int compareTo(Topic other) {
            return Comparator.comparing(Topic::name)
                    .thenComparing(Topic::stanza)
                    .thenComparingInt(Topic::repo)
                    .compare(this, other);
        }
    }

    public ArchiveView {
        told = Collections.unmodifiableSortedMap(told);
    }

    /**
     * WAL that this repository will never have, and that no backup replaces yet; empty while nothing can be archived: no backup
     * would end.
     */
    public Optional<LostWal> lost(String stanza, int repo) {
        if (told.containsKey(Topic.ARCHIVING)) {
            return Optional.empty();
        }
        return Stream.concat(
                        lost(Topic.DROPPED, LostWal.How.THROWN_AWAY),
                        lost(Topic.missing(stanza, repo), LostWal.How.MISSING))
                .max(Comparator.comparing(LostWal::at));
    }

    private Stream<LostWal> lost(Topic topic, LostWal.How how) {
        return Optional.ofNullable(told.get(topic)).map(one -> new LostWal(since(one), how)).stream();
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
        BackupTask task = made.getTask();
        if (task.getKind() != BackupKind.BACKUP_KIND_BACKUP) {
            return this;
        }
        Instant start = stop.minusMillis(made.getDurationMs());
        SortedMap<Topic, ArchiveBroken> next = new TreeMap<>();
        told.forEach((topic, broken) -> {
            boolean into = topic.equals(Topic.DROPPED) || topic.equals(Topic.missing(task.getStanza(), task.getRepo()));
            if (!into || !start.isAfter(since(broken))) {
                next.put(topic, broken);
            }
        });
        return new ArchiveView(next);
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
