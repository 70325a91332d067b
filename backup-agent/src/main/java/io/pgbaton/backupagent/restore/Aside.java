package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.SetMemberAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sets the data directory of a member aside for one restore, and puts it back (R10). Which folders are there says how far it is,
 * so whoever does it again after a crash goes on:
 *
 * <pre>
 * DATA.old-RESTORE     was set aside; empty when there was no data
 * DATA.undone-RESTORE  was in the data directory when the old one came back; while it is there, and the one above is not, it did
 * </pre>
 *
 * Blocks for minutes.
 */
public final class Aside {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemberConfig member;
    private final DataDirectory data;
    private final Prepared prepared;
    private final PatroniRest rest;
    private final Stopping stopping;

    /** @param said for what programs say */
    public Aside(MemberConfig member, Path said) {
        this(member, said, PATIENCE);
    }

    Aside(MemberConfig member, Path said, Duration patience) {
        this.member = member;
        this.data = new DataDirectory(member.dataDirectory());
        this.prepared = new Prepared(member.dataDirectory());
        this.rest = new PatroniRest(member.patroni());
        this.stopping = new Stopping(member, said, patience);
    }

    /**
     * Done already is done.
     *
     * @param waits told what it waits for
     * @return where the data is now, for the reader
     * @throws Unfit when it must not be done, or could not; then the data is where it was
     */
    public String set(SetMemberAside wanted, Consumer<String> waits) throws IOException {
        Path old = old(wanted.getRestore());
        boolean done = wanted.getDelta() ? isPreparedFor(wanted) : Files.exists(old);
        if (done && !wanted.getPrimaryToo()) {
            return "it was set aside before";
        }
        if (!done) {
            check(wanted);
        }
        stopping.stop(waits);
        if (done) {
            nothingCameBack(old);
            return "it was set aside before, and nothing runs";
        }
        return wanted.getDelta() ? toBeUsed(wanted.getRestore()) : aside(old);
    }

    /**
     * Undoes it; what is in the data directory by now gets another name. Patroni does not run afterwards, unless all was done
     * before. Done already is done.
     *
     * @param waits told what it waits for
     * @throws Unfit when nothing was set aside for this restore, or Patroni cannot be stopped
     */
    public void back(PutMemberBack wanted, Consumer<String> waits) throws IOException {
        String restore = wanted.getRestore();
        Path old = old(restore);
        // Else Patroni would take it, should this member lose its data some day.
        prepared.withdraw(restore);
        if (!Files.exists(old)) {
            wasBefore(restore);
            return;
        }
        data.checkMovable();
        // What was set aside is older than what it leads with by now.
        if (wanted.getReplica()) {
            leadsNothing();
        }
        stopping.stop(waits);
        if (data.hasData()) {
            data.becomes(free(undone(restore)));
        }
        makeFolder(undone(restore));
        new DataDirectory(old).becomes(data.path());
    }

    /** It runs again: what says nothing any more goes. */
    public void tidy(String restore) throws IOException {
        Path undone = undone(restore);
        if (Files.exists(undone) && DataDirectory.isEmpty(undone)) {
            Files.delete(undone);
        }
    }

    /** All before anything is stopped. */
    private void check(SetMemberAside wanted) throws IOException {
        data.checkMovable();
        PatroniFile file = PatroniFile.read(member.patroniFile());
        file.belongsTo(member);
        file.clones();
        if (wanted.getPrimaryToo()) {
            file.bootstraps();
        } else {
            leadsNothing();
        }
        prepared(wanted);
        isOf(wanted.getSystemIdentifier());
    }

    private void prepared(SetMemberAside wanted) throws IOException {
        if (wanted.getDelta()) {
            prepared.checkFreeFor(wanted.getRestore());
        } else if (!wanted.getPrimaryToo() && !prepared.isReadyFor(wanted.getRestore())) {
            throw new Unfit(
                    "not-restored",
                    prepared.folder()
                            + " has not all of this restore's data, so nothing could take the place of what is in "
                            + data.path() + ": restore it first");
        }
    }

    private void isOf(String cluster) throws IOException {
        if (!data.hasData()) {
            return;
        }
        Optional<String> there = data.systemIdentifier();
        if (there.isEmpty()) {
            throw new Unfit(
                    "unknown-data",
                    data.path()
                            + " has files and no global/pg_control that can be read, so nobody knows whose they are:"
                            + " look at them, move the folder away by hand, then resume");
        }
        if (!there.get().equals(cluster)) {
            throw new Unfit(
                    "other-system-identifier",
                    data.path() + " is of a cluster with the system identifier " + there.get() + ", and not of "
                            + cluster + ": it is not touched; look whether this is the right node");
        }
    }

    private void leadsNothing() throws IOException {
        rest.ifAnswers(what -> {
            boolean leads;
            try {
                leads = rest.leads();
            } catch (IOException silent) {
                throw new Unfit(
                        "patroni-silent",
                        "Patroni is there at " + member.patroni() + ", and does not say whether it leads (" + silent
                                + "): restart it, then resume");
            }
            if (leads) {
                throw new Unfit(
                        "is-primary",
                        member.name() + " leads " + member.scope() + ": switch over to another member first");
            }
        });
    }

    private void nothingCameBack(Path old) throws IOException {
        if (data.hasData()) {
            throw new Unfit(
                    "data-again",
                    data.path() + " has data again, though it was set aside as " + old
                            + ": somebody started Patroni meanwhile. Move it away by hand, then resume");
        }
    }

    private boolean isPreparedFor(SetMemberAside wanted) throws IOException {
        return prepared.restore().equals(wanted.getRestore()) && prepared.hasData();
    }

    private String aside(Path old) throws IOException {
        if (!Files.exists(data.path())) {
            makeFolder(old);
            return "there was no data";
        }
        boolean had = data.hasData();
        moved(data, old);
        return had ? "its data is in " + old : "there was no data";
    }

    private String toBeUsed(String restore) throws IOException {
        if (!data.hasData()) {
            return "there was no data";
        }
        prepared.claim(restore);
        // Of a PostgreSQL that was killed; pgBackRest would take it for one that runs.
        Files.deleteIfExists(data.path().resolve("postmaster.pid"));
        moved(data, prepared.data());
        return "its data is in " + prepared.data() + ", where what differs is restored";
    }

    private static void moved(DataDirectory from, Path to) throws IOException {
        try {
            from.becomes(to);
        } catch (IOException failure) {
            throw new Unfit("not-moved", from.path() + " cannot be made " + to + ": " + failure);
        }
    }

    /** Data that is in its place was put back, or never left it: whoever set it aside got no further than to stop Patroni. */
    private void wasBefore(String restore) throws IOException {
        if (!Files.exists(undone(restore)) && !data.hasData()) {
            throw new Unfit(
                    "nothing-aside",
                    "there is no " + old(restore)
                            + ": of this member no data was kept for this restore, or it was moved away");
        }
    }

    private Path old(String restore) {
        return beside(".old-" + restore);
    }

    private Path undone(String restore) {
        return beside(".undone-" + restore);
    }

    private Path beside(String ending) {
        return data.path().resolveSibling(data.path().getFileName() + ending);
    }

    /** Whoever started Patroni between two attempts made more data. */
    private static Path free(Path wanted) throws IOException {
        Path free = wanted;
        for (int number = 2; new DataDirectory(free).hasData(); number++) {
            free = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return free;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
