package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.MissingReports;
import io.pgbaton.backupagent.decide.archive.KeptBackup;
import io.pgbaton.backupagent.decide.archive.MissingWal;
import io.pgbaton.backupagent.decide.archive.MissingWalRule;
import io.pgbaton.backupagent.decide.archive.MissingWatch;
import io.pgbaton.backupagent.folder.ArchiveMemory;
import io.pgbaton.backupagent.observe.ArchiveListing;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which WAL one repository of a stanza lacks, as its last list showed. On the event loop, but for what scrapes read. */
final class ArchiveLook {
    private static final Logger log = LoggerFactory.getLogger(ArchiveLook.class);
    /** Several files are pushed at once (archive-async), and one may be tried again. */
    private static final Duration OVERTAKEN = Duration.ofMinutes(1);

    private final String stanza;
    private final int repo;
    private final ArchiveMemory memory;
    private final MissingReports reports;
    private final WorkerExecutor worker;
    private Future<Void> known = Future.succeededFuture();
    private Optional<ArchiveBroken> told = Optional.empty();
    private String fault = "";
    private volatile Optional<List<MissingWal>> missing = Optional.empty();

    ArchiveLook(String stanza, int repo, ArchiveMemory memory, MissingReports reports, WorkerExecutor worker) {
        this.stanza = stanza;
        this.repo = repo;
        this.memory = memory;
        this.reports = reports;
        this.worker = worker;
    }

    /** Reads what an earlier life told. */
    void begin() {
        known = worker.executeBlocking(memory::told, false)
                .onFailure(this::lost)
                .otherwise(Optional.empty())
                .map(before -> {
                    told = before;
                    return null;
                });
    }

    int repo() {
        return repo;
    }

    /** Empty when it is not known. */
    Optional<List<MissingWal>> missing() {
        return missing;
    }

    /** How many files are missing, of those that a backup was begun after or of the others; NaN when it is not known. */
    double files(boolean covered) {
        return missing.map(known -> (double) known.stream()
                        .filter(one -> one.covered() == covered)
                        .mapToLong(MissingWal::files)
                        .sum())
                .orElse(Double.NaN);
    }

    /** @param list what pgBackRest wrote */
    void read(Path list, StanzaInfo info) {
        known.compose(begun -> worker.executeBlocking(() -> find(ArchiveListing.read(list), info), false))
                .onSuccess(this::found)
                .onFailure(this::lost);
    }

    private void lost(Throwable failure) {
        lost(String.valueOf(failure.getMessage()));
    }

    /** What is there cannot be told now; said once for each reason. */
    void lost(String reason) {
        missing = Optional.empty();
        if (!fault.equals(reason)) {
            fault = reason;
            log.warn("Whether WAL is missing cannot be told: {} stanza={} repo={}", fault, stanza, repo);
        }
    }

    private List<MissingWal> find(ArchiveListing listing, StanzaInfo info) {
        List<StanzaInfo.Backup> backups = info.backups().stream()
                .filter(backup -> backup.repo() == repo)
                .filter(backup ->
                        !backup.walStart().isEmpty() && !backup.walStop().isEmpty())
                .toList();
        int newest = backups.stream().mapToInt(StanzaInfo.Backup::history).max().orElse(0);
        int history = Math.max(listing.history(), newest);
        return MissingWalRule.find(
                listing.history() == history ? listing.runs() : List.of(),
                backups.stream()
                        .filter(backup -> backup.history() == history)
                        .map(one -> new KeptBackup(one.label(), one.walStart(), one.walStop(), one.stop()))
                        .toList(),
                Instant.now().minus(OVERTAKEN));
    }

    private void found(List<MissingWal> now) {
        fault = "";
        missing = Optional.of(now);
        MissingWatch.judge(repo, told, now).ifPresent(this::tell);
    }

    private void tell(ArchiveBroken broken) {
        reports.tell(broken);
        told = broken.getEnded() ? Optional.empty() : Optional.of(broken);
        worker.executeBlocking(
                        () -> {
                            memory.tell(broken);
                            return null;
                        },
                        true)
                .onFailure(failure -> log.warn(
                        "What was told of missing WAL could not be kept; the next life may tell it again. stanza={} repo={} reason={}",
                        stanza,
                        repo,
                        failure.getMessage()));
    }
}
