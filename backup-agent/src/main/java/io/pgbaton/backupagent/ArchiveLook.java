package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.MissingReports;
import io.pgbaton.backupagent.decide.archive.JudgedArchive;
import io.pgbaton.backupagent.decide.archive.ListedArchive;
import io.pgbaton.backupagent.decide.archive.MissingWal;
import io.pgbaton.backupagent.decide.archive.MissingWalRule;
import io.pgbaton.backupagent.decide.archive.MissingWatch;
import io.pgbaton.backupagent.folder.ArchiveMemory;
import io.pgbaton.backupagent.observe.ArchiveListing;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Files;
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

    private final String stanza;
    private final int repo;
    private final ArchiveMemory memory;
    private final MissingReports reports;
    private final WorkerExecutor worker;
    private final Duration fresh;
    private Future<Void> known = Future.succeededFuture();
    private Optional<ArchiveBroken> told = Optional.empty();
    private Optional<ListedArchive> listed = Optional.empty();
    private volatile String fault = "it was not listed yet";
    private volatile Optional<JudgedArchive> judged = Optional.empty();

    /** @param every how often it is listed */
    ArchiveLook(
            String stanza,
            int repo,
            ArchiveMemory memory,
            MissingReports reports,
            WorkerExecutor worker,
            Duration every) {
        this.stanza = stanza;
        this.repo = repo;
        this.memory = memory;
        this.reports = reports;
        this.worker = worker;
        this.fresh = JudgedArchive.fresh(every);
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

    /** Why it is not known what is missing; empty when it is. */
    String fault() {
        return fault.isEmpty() && judged().isEmpty() ? "no list has ended for " + fresh.toHours() + " h" : fault;
    }

    /** Empty when it is not known, or no more. */
    Optional<JudgedArchive> judged() {
        return judged.filter(known -> known.isKnown(Instant.now(), fresh));
    }

    /** How many files are missing, of those that a backup was begun after or of the others; NaN when it is not known. */
    double files(boolean covered) {
        return judged().map(known -> (double) known.missing().stream()
                        .filter(one -> one.covered() == covered)
                        .mapToLong(MissingWal::files)
                        .sum())
                .orElse(Double.NaN);
    }

    /**
     * Half of what has to be known; the other comes to {@link #informed}.
     *
     * @param list what pgBackRest wrote; it is large, and removed once it is read
     * @return when it is read
     */
    Future<Void> listed(Path list, Instant begun) {
        return known.compose(before -> worker.executeBlocking(
                        () -> {
                            ArchiveListing listing = ArchiveListing.read(list);
                            Files.deleteIfExists(list);
                            return listing;
                        },
                        false))
                .onSuccess(listing -> listed =
                        Optional.of(new ListedArchive(listing.history(), listing.runs(), begun, System.nanoTime())))
                .onFailure(this::lost)
                .mapEmpty();
    }

    /** The other half cannot be had; the next may come in time. */
    void uninformed(String reason) {
        if (listed.isPresent()) {
            lost(reason);
        }
    }

    /** @param begun when pgBackRest was asked for it, monotonic nanoseconds */
    void informed(StanzaInfo info, long begun) {
        Optional<ListedArchive> before = listed.filter(one -> one.goesWithBackupsAskedForAt(begun));
        if (before.isEmpty()) {
            return;
        }
        listed = Optional.empty();
        String trouble = info.fault(repo);
        if (!trouble.isEmpty()) {
            lost(trouble);
            return;
        }
        worker.executeBlocking(() -> MissingWalRule.find(before.get(), info.kept(repo)), false)
                .onSuccess(missing -> found(before.get(), missing))
                .onFailure(this::lost);
    }

    private void lost(Throwable failure) {
        lost(String.valueOf(failure.getMessage()));
    }

    /** What is there cannot be told now; said once for each reason. */
    void lost(String reason) {
        judged = Optional.empty();
        if (!fault.equals(reason)) {
            fault = reason;
            log.warn("Whether WAL is missing cannot be told: {} stanza={} repo={}", fault, stanza, repo);
        }
    }

    private void found(ListedArchive list, List<MissingWal> now) {
        fault = "";
        judged = Optional.of(new JudgedArchive(list.begun(), now));
        MissingWatch.judge(new MissingWatch.Place(stanza, repo), told, now).ifPresent(this::tell);
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
