package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.decide.member.Sight;
import io.pgbaton.backupagent.folder.MemberMemory;
import io.pgbaton.proto.v1.MemberFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks whether a member can come back by itself. Blocks for some seconds at most. */
public final class Glance {
    /**
     * As Patroni spells it (postgresql/__init__.py): {@code restart failed (...)} has more in it. {@code crashed} is none of them: it
     * stays while Patroni recovers or rewinds (ha.py), which may take hours.
     */
    private static final Pattern FAILED = Pattern.compile("start failed|restart failed.*");

    /** Patroni itself puts data there. */
    private static final Pattern MAKES_DATA =
            Pattern.compile("creating replica|running custom bootstrap script|initializing new cluster");

    private final MemberConfig member;
    private final MemberMemory memory;
    private final DataDirectory data;
    private final PatroniRest rest;

    public Glance(MemberConfig member, MemberMemory memory) {
        this.member = member;
        this.memory = memory;
        this.data = new DataDirectory(member.dataDirectory());
        this.rest = new PatroniRest(member.patroni());
    }

    /**
     * @param ours a restore goes on there
     * @throws IOException when the folder, or what is remembered, cannot be read: nothing is known then
     */
    public Sight look(boolean ours) throws IOException {
        Look patroni = rest.state();
        boolean runs = patroni.state().equals("running");
        if (runs) {
            memory.runs();
        }
        if (!runs && (ours || memory.isAside())) {
            return new Sight.Ours();
        }
        boolean hasData = data.hasData();
        if (hasData) {
            memory.hasData(MountPoint.of(data.path()));
        }
        if (runs || !memory.hadData()) {
            return new Sight.Well();
        }
        return hasData ? withData(patroni) : withoutData(patroni);
    }

    private Sight withoutData(Look patroni) throws IOException {
        Path now = MountPoint.of(data.path());
        Optional<Path> before = memory.mounted().filter(path -> !path.equals(now));
        if (before.isPresent()) {
            return new Sight.Broken(
                    MemberFault.MEMBER_FAULT_NOT_MOUNTED,
                    data.path() + " was on what is mounted at " + before.get() + ", and is on " + now + " now");
        }
        if (patroni.answers() && MAKES_DATA.matcher(patroni.state()).matches()) {
            return new Sight.Busy();
        }
        return new Sight.Broken(
                MemberFault.MEMBER_FAULT_EMPTY,
                data.path() + " has no data; Patroni "
                        + (patroni.answers() ? "says \"" + patroni.state() + "\"" : "does not answer"));
    }

    private Sight withData(Look patroni) {
        if (!patroni.answers()) {
            return new Sight.Broken(
                    MemberFault.MEMBER_FAULT_PATRONI_AWAY,
                    "nobody answers at " + member.patroni() + " (" + patroni.reason() + ")");
        }
        // One that is stopped may be rewound now, or was stopped under a pause; not one that nobody could start.
        boolean unreadable =
                patroni.state().equals("stopped") && data.systemIdentifier().isEmpty();
        if (FAILED.matcher(patroni.state()).matches() || unreadable) {
            return new Sight.Broken(
                    MemberFault.MEMBER_FAULT_START_FAILED,
                    "Patroni says \"" + patroni.state() + "\""
                            + (unreadable ? ", and global/pg_control cannot be read" : ""));
        }
        return new Sight.Busy();
    }
}
