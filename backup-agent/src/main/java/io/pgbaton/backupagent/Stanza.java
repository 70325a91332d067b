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
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stanza: its lanes, and what is known of its repositories. On the event loop. */
final class Stanza {
    private static final Logger log = LoggerFactory.getLogger(Stanza.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final List<String> TYPES = List.of("full", "diff", "incr");
    private static final int MOST_WAITING = 8;

    private final StanzaConfig config;
    private final String instance;
    private final Lane.Tools tools;
    private final Map<LaneKind, Lane> lanes = new EnumMap<>(LaneKind.class);
    // Written on the loop, read by whoever scrapes.
    private volatile StanzaInfo info = StanzaInfo.NONE;
    private Optional<Instant> readAt = Optional.empty();
    private volatile String fault = "the repository has not been looked at yet";
    private long looks;

    Stanza(
            StanzaConfig config,
            LimitsConfig limits,
            Platform platform,
            String instance,
            Lane.Tools tools,
            StanzaMetrics metrics) {
        this.config = config;
        this.instance = instance;
        this.tools = tools;
        for (LaneKind kind : LaneKind.values()) {
            String name = "stanza " + config.name() + " " + kind.name().toLowerCase(Locale.ROOT);
            lanes.put(
                    kind,
                    new Lane(
                            new EventLoop.Place(name, platform.vertx(), platform.context(), platform.registry()),
                            limits(limits, kind),
                            tools,
                            new Watching(platform.vertx(), platform.context(), tools.worker(), metrics),
                            this::concluded,
                            this::askInfo));
        }
        measure(metrics);
    }

    StanzaConfig config() {
        return config;
    }

    RunRecords records() {
        return tools.records();
    }

    void command(Job job) {
        lane(job).command(job);
    }

    void found(Attempt attempt) {
        lane(attempt.job()).found(attempt);
    }

    /** Of this agent's own accord; one that waits already will do. */
    void askInfo() {
        Lane lane = lanes.get(LaneKind.INFORMATION);
        if (!lane.state().waiting().isEmpty()) {
            return;
        }
        BackupTask task = BackupTask.newBuilder()
                .setStanza(config.name())
                .setKind(BackupKind.BACKUP_KIND_INFO)
                .build();
        String id = EventIds.local(instance + config.name(), looks++);
        lane.command(new Job(id, task, "", "", "", Long.MAX_VALUE, false));
    }

    StanzaInfo info() {
        return info;
    }

    /** When the repository was last told of; empty when it never was. */
    Optional<Instant> readAt() {
        return readAt;
    }

    /** Why it is not known what is in the repository now, empty when it is. */
    String fault() {
        return fault;
    }

    /** What changes the repository now, or waits to. */
    RunState work() {
        return lanes.get(LaneKind.REPOSITORY).state();
    }

    Future<Void> stop() {
        return Future.join(lanes.values().stream().map(Lane::stop).toList()).mapEmpty();
    }

    private Lane lane(Job job) {
        return lanes.get(LaneKind.of(job.task().getKind()));
    }

    private void concluded(Attempt attempt, Conclusion conclusion) {
        if (attempt.job().task().getKind() != BackupKind.BACKUP_KIND_INFO
                || conclusion.result() == Result.RESULT_LATER) {
            return;
        }
        if (conclusion.result() != Result.RESULT_DONE) {
            lost(conclusion.name() + (conclusion.detail().isEmpty() ? "" : ": " + conclusion.detail()));
            return;
        }
        tools.worker()
                .executeBlocking(
                        () -> StanzaInfo.parse(
                                Files.readString(
                                        tools.folders().of(attempt).wrapper().resolve("json")),
                                config.name()),
                        false)
                .onSuccess(read -> {
                    info = read;
                    readAt = Optional.of(Instant.now());
                    fault = "";
                })
                .onFailure(failure -> lost(failure.getMessage()));
    }

    private void lost(String reason) {
        if (!reason.equals(fault)) {
            log.warn("What is in the repository cannot be told: {} stanza={}", reason, config.name());
        }
        fault = reason;
    }

    private void measure(StanzaMetrics metrics) {
        metrics.running(() -> work().current().filter(Current::isLaunched).isPresent());
        metrics.waiting(() -> work().waiting().size());
        metrics.info(() -> fault.isEmpty());
        config.repos().forEach(repo -> TYPES.forEach(type -> metrics.age(type, repo, () -> age(type, repo))));
    }

    private double age(String type, int repo) {
        return info.newest(type, repo)
                .map(stop -> (double) Duration.between(stop, Instant.now()).toSeconds())
                .orElse(Double.NaN);
    }

    private static RunLimits limits(LimitsConfig limits, LaneKind kind) {
        return new RunLimits(
                limits.start(),
                limits.run(),
                limits.cancel(),
                FIRST_RETRY,
                LAST_RETRY,
                MOST_WAITING,
                kind == LaneKind.REPOSITORY);
    }
}
