package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.RunRecords;
import io.pgbaton.backupagent.config.LimitsConfig;
import io.pgbaton.backupagent.config.StanzaConfig;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.decide.Current;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.RunLimits;
import io.pgbaton.backupagent.decide.RunState;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One stanza: its lanes, and what is known of its repositories. On the event loop. */
final class Stanza {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final List<String> TYPES = List.of("full", "diff", "incr");
    private static final int MOST_WAITING = 8;
    /** Until a drill that was cancelled has removed what it restored. */
    private static final Duration DRILL_CANCEL = Duration.ofMinutes(10);

    private final StanzaConfig config;
    private final String instance;
    private final RepositoryLook repository;
    private final Lane.Tools tools;
    private final Drills drills;
    private final List<ArchiveLook> archives;
    private final Map<LaneKind, Lane> lanes = new EnumMap<>(LaneKind.class);
    private long looks;

    Stanza(
            StanzaConfig config,
            LimitsConfig limits,
            Platform platform,
            String instance,
            RepositoryLook repository,
            Lane.Tools tools,
            Drills drills,
            List<ArchiveLook> archives,
            StanzaMetrics metrics) {
        this.config = config;
        this.instance = instance;
        this.repository = repository;
        this.tools = tools;
        this.drills = drills;
        this.archives = List.copyOf(archives);
        for (LaneKind kind : LaneKind.values()) {
            String name = "stanza " + config.name() + " " + kind.name().toLowerCase(Locale.ROOT);
            lanes.put(
                    kind,
                    new Lane(
                            new EventLoop.Place(name, platform.vertx(), platform.context(), platform.registry()),
                            limits(limits, kind),
                            kind == LaneKind.DRILL ? drills.tools() : tools,
                            new Watching(platform.vertx(), platform.context(), tools.worker(), metrics),
                            this::concluded,
                            this::askInfo));
        }
        measure(metrics);
        drills.begin(metrics);
        archives.forEach(ArchiveLook::begin);
    }

    StanzaConfig config() {
        return config;
    }

    RunRecords records() {
        return tools.records();
    }

    void command(Job job) {
        lane(job).command(ofOneRepository(job));
    }

    void found(Attempt attempt) {
        lane(attempt.job()).found(attempt);
    }

    void askInfo() {
        ask(BackupTask.newBuilder().setKind(BackupKind.BACKUP_KIND_INFO));
    }

    /** The list of an archive is long: not as often as the rest. */
    void askArchives() {
        archives.forEach(archive -> ask(BackupTask.newBuilder()
                .setKind(BackupKind.BACKUP_KIND_ARCHIVE_CHECK)
                .setRepo(archive.repo())));
    }

    /** Of this agent's own accord; one that waits already will do. */
    private void ask(BackupTask.Builder what) {
        BackupTask task = what.setStanza(config.name()).build();
        Lane lane = lanes.get(LaneKind.of(task.getKind()));
        if (lane.state().waiting().stream()
                .noneMatch(turn -> turn.attempt().job().task().equals(task))) {
            String id = EventIds.local(instance + config.name(), looks++);
            lane.command(new Job(id, task, "", "", "", Long.MAX_VALUE, false));
        }
    }

    RepositoryLook repository() {
        return repository;
    }

    Drills drills() {
        return drills;
    }

    /** One for each repository. */
    List<ArchiveLook> archives() {
        return archives;
    }

    /** What changes the repository now, or waits to. */
    RunState work() {
        return lanes.get(LaneKind.REPOSITORY).state();
    }

    /** The drill that goes on, or waits to. */
    RunState drilling() {
        return lanes.get(LaneKind.DRILL).state();
    }

    Future<Void> stop() {
        return Future.join(lanes.values().stream().map(Lane::stop).toList()).mapEmpty();
    }

    /** One list is of one repository: pgBackRest would take its own first, which need not be ours. */
    private Job ofOneRepository(Job job) {
        BackupTask task = job.task();
        boolean open = task.getKind() == BackupKind.BACKUP_KIND_ARCHIVE_CHECK && task.getRepo() == 0;
        return open ? job.of(task.toBuilder().setRepo(config.repos().get(0)).build()) : job;
    }

    private Lane lane(Job job) {
        return lanes.get(LaneKind.of(job.task().getKind()));
    }

    private void concluded(Attempt attempt, Conclusion conclusion) {
        BackupKind kind = attempt.job().task().getKind();
        if (kind == BackupKind.BACKUP_KIND_DRILL && conclusion.result() == Result.RESULT_DONE) {
            drills.completed(attempt, conclusion);
        }
        if (kind == BackupKind.BACKUP_KIND_BACKUP || kind == BackupKind.BACKUP_KIND_EXPIRE) {
            askArchives();
        } else if (kind == BackupKind.BACKUP_KIND_INFO && conclusion.result() != Result.RESULT_LATER) {
            informed(attempt, conclusion);
        } else if (kind == BackupKind.BACKUP_KIND_ARCHIVE_CHECK && conclusion.result() != Result.RESULT_LATER) {
            archives.stream()
                    .filter(one -> one.repo() == attempt.job().task().getRepo())
                    .forEach(archive -> listed(archive, attempt, conclusion));
        }
    }

    private void informed(Attempt attempt, Conclusion conclusion) {
        if (conclusion.result() != Result.RESULT_DONE) {
            notInformed(why(conclusion));
            return;
        }
        long begun = System.nanoTime() - conclusion.took().toNanos();
        tools.worker()
                .executeBlocking(() -> StanzaInfo.parse(Files.readString(answer(attempt)), config.name()), false)
                .onSuccess(info -> {
                    repository.read(info);
                    archives.forEach(archive -> archive.informed(info, begun));
                })
                .onFailure(failure -> notInformed(failure.getMessage()));
    }

    private void notInformed(String reason) {
        repository.lost(reason);
        archives.forEach(archive -> archive.uninformed(reason));
    }

    private void listed(ArchiveLook archive, Attempt attempt, Conclusion conclusion) {
        if (conclusion.result() != Result.RESULT_DONE) {
            archive.lost(why(conclusion));
            return;
        }
        archive.listed(answer(attempt), Instant.now().minus(conclusion.took())).onSuccess(read -> askInfo());
    }

    private Path answer(Attempt attempt) {
        return tools.folders().of(attempt).wrapper().resolve("json");
    }

    private static String why(Conclusion conclusion) {
        return conclusion.name() + (conclusion.detail().isEmpty() ? "" : ": " + conclusion.detail());
    }

    private void measure(StanzaMetrics metrics) {
        metrics.running(() -> work().current().filter(Current::isLaunched).isPresent());
        metrics.waiting(() -> work().waiting().size());
        metrics.info(() -> repository.fault().isEmpty());
        archives.forEach(archive -> metrics.missing(archive.repo(), covered -> archive.files(covered)));
        config.repos().forEach(repo -> TYPES.forEach(type -> metrics.age(type, repo, () -> age(type, repo))));
    }

    private double age(String type, int repo) {
        return repository
                .info()
                .newest(type, repo)
                .map(stop -> (double) Duration.between(stop, Instant.now()).toSeconds())
                .orElse(Double.NaN);
    }

    private RunLimits limits(LimitsConfig limits, LaneKind kind) {
        boolean drill = kind == LaneKind.DRILL;
        return new RunLimits(
                limits.start(),
                drill ? drills.timeout(limits.run()) : limits.run(),
                drill ? DRILL_CANCEL : limits.cancel(),
                FIRST_RETRY,
                LAST_RETRY,
                MOST_WAITING,
                kind.isLocked());
    }
}
