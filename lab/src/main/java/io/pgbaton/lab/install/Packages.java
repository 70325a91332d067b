package io.pgbaton.lab.install;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.machine.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The Debian packages of the lab's daemons: what is missing is listed, then installed without starting anything. */
public final class Packages {
    private static final Duration BOUND = Duration.ofMinutes(15);

    /** Each package with the file by which one sees that it is there. */
    private static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
            "etcd-server", "/usr/bin/etcd",
            "etcd-client", "/usr/bin/etcdctl",
            "patroni", "/usr/bin/patroni",
            "postgresql-15", "/usr/lib/postgresql/15/bin/postgres",
            "haproxy", "/usr/sbin/haproxy",
            "pgbackrest", "/usr/bin/pgbackrest",
            "prometheus", "/usr/bin/prometheus",
            "nftables", "/usr/sbin/nft",
            "iproute2", "/usr/bin/ip",
            "tcpdump", "/usr/bin/tcpdump"));

    /** What only tests need, likewise. */
    private static final Map<String, String> FOR_TESTS = Map.of("shellcheck", "/usr/bin/shellcheck");

    private final Progress progress;

    public Packages(Progress progress) {
        this.progress = progress;
    }

    public void install() {
        install(missing(NEEDED));
    }

    /** Also what only the tests need. */
    public void installForTests() {
        Map<String, String> all = new TreeMap<>(NEEDED);
        all.putAll(FOR_TESTS);
        install(missing(all));
    }

    private void install(List<String> missing) {
        if (missing.isEmpty()) {
            return;
        }
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            throw new LabException("the lab needs " + String.join(", ", missing)
                    + " and knows only apt-get to install them: use Debian 12, or install them yourself");
        }
        progress.say("to be installed: " + String.join(", ", plan(missing)));
        try (QuietInstallation quiet = new QuietInstallation(Path.of("/"))) {
            quiet.begin();
            apt(List.of("install", "--yes"), missing).orFail();
        } catch (LabException e) {
            throw new LabException(
                    "cannot install " + String.join(", ", missing) + ": check the network and \"apt-get update\", then "
                            + "try again. " + e.getMessage(),
                    e);
        }
        progress.say("installed; none of their services was started or enabled");
    }

    private static List<String> missing(Map<String, String> needed) {
        return needed.entrySet().stream()
                .filter(entry -> !Files.exists(Path.of(entry.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All that apt would install, dependencies too; the package lists are fetched only when they do not know a name. */
    private List<String> plan(List<String> missing) {
        Shell.Result simulation = apt(List.of("install", "--simulate"), missing);
        if (!simulation.ok()) {
            progress.say("fetching the package lists");
            apt(List.of("update"), List.of()).orFail();
            simulation = apt(List.of("install", "--simulate"), missing);
        }
        return simulation
                .orFail()
                .lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> List.of(line.split(" ", -1)).get(1))
                .collect(Collectors.toList());
    }

    private static Shell.Result apt(List<String> verb, List<String> packages) {
        List<String> command = new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get"));
        command.addAll(verb);
        command.addAll(List.of("--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"));
        command.addAll(packages);
        return Shell.run(BOUND, "", command);
    }
}
