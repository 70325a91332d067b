package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.RestoreInto;
import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks whether a backup may be restored for a member of this host (R10), before anything is made or begun. Blocks for some
 * seconds at most.
 */
public final class Preflight {
    /** WAL that comes with it, and a little air. */
    private static final long MARGIN = 512L << 20;

    private final MemberConfig member;
    private final DataDirectory data;
    private final Prepared prepared;
    private final PatroniRest rest;

    public Preflight(MemberConfig member) {
        this.member = member;
        this.data = new DataDirectory(member.dataDirectory());
        this.prepared = new Prepared(member.dataDirectory());
        this.rest = new PatroniRest(member.patroni());
    }

    /** @throws Unfit with a name, and a sentence for the reader, when it must not be done */
    public void check(BackupTask task) throws IOException {
        RestoreInto into = task.getInto();
        data.checkMovable();
        if (into.getBesideData()) {
            noTablespaces();
        } else {
            nothingRuns();
            nothingThere();
        }
        prepared.checkFreeFor(into.getRestore());
        room(into.getBytes());
        PatroniFile file = patroniFile(into.getSourceStanza(), into.getNoArchive());
        if (into.getBesideData()) {
            file.clones();
        } else {
            file.bootstraps();
        }
    }

    /**
     * Whether Patroni may be started, unless it is there.
     *
     * @throws Unfit when there is data that was not moved there by this start, and it matters how far it was to recover; one that
     *     only follows its own cluster is Patroni's business
     */
    public void checkStart(StartMember wanted) throws IOException {
        boolean[] there = {false};
        rest.ifAnswers(what -> there[0] = true);
        if (there[0]) {
            return;
        }
        boolean follows = wanted.getReplica() && wanted.getSourceStanza().isEmpty();
        if (follows && data.hasData() && prepared.isReadyFor(wanted.getRestore())) {
            throw new Unfit(
                    "data-again",
                    data.path()
                            + " has data, and what was restored for it was not moved there yet: somebody started Patroni"
                            + " meanwhile. Move it away by hand, it may have writes that nobody else has, then resume");
        }
        if (!follows && data.hasData()) {
            throw new Unfit(
                    "data-in-place",
                    data.path()
                            + " has data already, and its Patroni does not run: when its recovery was cut short,"
                            + " Patroni would forget how far it was to go. Move it away, `patronictl remove` the new cluster if it"
                            + " has no leader, then resume");
        }
        PatroniFile file = patroniFile(wanted.getSourceStanza(), wanted.getNoArchive());
        if (follows) {
            file.clones();
        } else if (!wanted.getReplica()) {
            file.bootstraps();
        }
    }

    /**
     * @param source of the data; empty when that is the cluster itself, which may archive as it always did
     * @param noArchive nobody made an archive for it
     */
    private PatroniFile patroniFile(String source, boolean noArchive) throws IOException {
        PatroniFile file = PatroniFile.read(member.patroniFile());
        file.belongsTo(member);
        if (!source.isEmpty()) {
            file.archivesElsewhere(source);
        }
        if (noArchive) {
            file.archivesNothing();
        }
        return file;
    }

    private void nothingRuns() throws IOException {
        Path pidFile = data.path().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            throw new Unfit(
                    "postgres-running",
                    pidFile
                            + " is there: a PostgreSQL runs here, or did when the host went down; nothing is restored over it");
        }
        rest.ifAnswers(what -> {
            throw new Unfit(
                    "patroni-running",
                    "Patroni " + what + " at " + member.patroni()
                            + ": stop it on this node, it is started when the data is there");
        });
        int port = PatroniFile.read(member.patroniFile()).port();
        if (Life.listens(port)) {
            throw new Unfit(
                    "port-taken",
                    "something listens on port " + port
                            + ", which Patroni's file has for PostgreSQL: stop it, or take another port");
        }
    }

    private void nothingThere() throws IOException {
        if (data.hasData()) {
            throw new Unfit(
                    "data-not-empty",
                    data.path() + " is not empty: nothing is restored over it; move it away if nobody needs it");
        }
    }

    /** Of a backup they are restored to their own paths, where those of the living member are. */
    private void noTablespaces() throws IOException {
        if (data.hasTablespaces()) {
            throw new Unfit(
                    "has-tablespaces",
                    data.path()
                            + " has tablespaces, and two copies of them cannot be at one path: a member is rebuilt with"
                            + " --delta, which uses the folders that are there");
        }
    }

    private void room(long bytes) throws IOException {
        long there = prepared.hasData() ? sizeOf(prepared.data()) : 0;
        long needed = Math.max(0, wanted(bytes) - there) + MARGIN;
        long free = Files.getFileStore(member.dataDirectory().getParent()).getUsableSpace();
        if (free < needed) {
            throw new Unfit(
                    "not-enough-disk",
                    member.dataDirectory().getParent() + " has " + (free >> 20) + " MiB free, and the backup needs "
                            + (needed >> 20) + " MiB with " + (MARGIN >> 20) + " MiB to spare");
        }
    }

    /** Who does not know how large the backup is takes the data that is there for its size. */
    private long wanted(long bytes) throws IOException {
        Path data = member.dataDirectory();
        return bytes == 0 && Files.isDirectory(data) ? sizeOf(data) : bytes;
    }

    private static long sizeOf(Path folder) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            /** Of a PostgreSQL that runs some go meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }
}
