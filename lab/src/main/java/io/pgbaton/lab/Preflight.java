package io.pgbaton.lab;

import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What would make a start fail half-way, found before anything is touched. */
final class Preflight {
    private static final long NEEDED_MEGABYTES = 2_000;
    private static final long MEGABYTE = 1 << 20;

    private final Layout layout;

    Preflight(Layout layout) {
        this.layout = layout;
    }

    void check() {
        root();
        reachable();
        space();
        namespaces();
        subnet();
    }

    static void root() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabException("the lab makes network namespaces, which needs root: run it with sudo");
        }
    }

    private void reachable() {
        List<Path> closed = SystemUsers.closedToOthers(layout.work());
        if (!closed.isEmpty()) {
            throw new LabException("the folder " + closed.get(0)
                    + " is closed to the users that the daemons run as: set PGBATON_LAB_DIR to another one");
        }
    }

    private void space() {
        Path existing = layout.work();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace() / MEGABYTE;
            if (free < NEEDED_MEGABYTES) {
                throw new LabException("only " + free + " MB are free in " + existing + " and the lab needs "
                        + NEEDED_MEGABYTES + ": make room, or set PGBATON_LAB_DIR to another folder");
            }
        } catch (IOException e) {
            throw new LabException("cannot see the free space of " + existing + ": " + e.getMessage(), e);
        }
    }

    private void namespaces() {
        Network network = new Network(layout);
        for (String host : Layout.hosts()) {
            if (network.exists(host) || Files.exists(Path.of("/sys/class/net", layout.cable(host)))) {
                throw new LabException(
                        "the namespace or interface " + layout.namespace(host) + " exists already: ./demo"
                                + Lab.idOption(layout) + " down removes it, --id OTHER starts a lab beside it");
            }
        }
    }

    private void subnet() {
        String taken = Shell.run("ip", "-o", "-4", "route", "show", "table", "all", "root", layout.subnet())
                .orFail()
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        if (!taken.isEmpty()) {
            throw new LabException("the subnet " + layout.subnet() + " is in use on this machine (" + taken
                    + "): start the lab with another --id, which derives another subnet");
        }
    }
}
