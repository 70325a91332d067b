package io.pgbaton.backupagent;

import io.pgbaton.backupagent.decide.Restorable;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.v1.BackupTask;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the last looks at the repositories of one stanza have shown. Written on the event loop, read by whoever asks. */
final class RepositoryLook {
    private static final Logger log = LoggerFactory.getLogger(RepositoryLook.class);

    private final String stanza;
    private volatile StanzaInfo info = StanzaInfo.NONE;
    private volatile Optional<Instant> readAt = Optional.empty();
    private volatile String fault = "the repository has not been looked at yet";

    RepositoryLook(String stanza) {
        this.stanza = stanza;
    }

    void read(StanzaInfo now) {
        info = now;
        readAt = Optional.of(Instant.now());
        fault = "";
    }

    void lost(String reason) {
        if (!reason.equals(fault)) {
            log.warn("What is in the repository cannot be told: {} stanza={}", reason, stanza);
        }
        fault = reason;
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

    /**
     * The backup that a drill is wanted of: the one that it names, else the newest, of its repository or of any.
     *
     * @throws IOException when there is none, with what is known
     */
    Restorable choose(BackupTask task) throws IOException {
        String wanted = task.getSet();
        StanzaInfo known = info;
        return known.backups().stream()
                .filter(backup -> !backup.error())
                .filter(backup -> task.getRepo() == 0 || backup.repo() == task.getRepo())
                .filter(backup -> wanted.isEmpty() || backup.label().equals(wanted))
                .max(Comparator.comparing(StanzaInfo.Backup::stop))
                .map(backup -> new Restorable(
                        backup.label(),
                        backup.repo(),
                        backup.size(),
                        backup.stop(),
                        backup.version().isEmpty() ? known.version() : backup.version()))
                .orElseThrow(() -> new IOException(none(task)));
    }

    private String none(BackupTask task) {
        String where = task.getRepo() == 0 ? "" : " in repository " + task.getRepo();
        String what = task.getSet().isEmpty() ? "no backup" : "no backup " + task.getSet();
        String known = fault.isEmpty() ? "" : "; what is there cannot be told now: " + fault;
        return "stanza " + stanza + " has " + what + where + known;
    }
}
