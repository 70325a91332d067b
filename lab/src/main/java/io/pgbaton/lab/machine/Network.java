package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lab's network: one namespace a host, each on a cable to one bridge. The bridge is in the root namespace and has the
 * address .1, so that the URLs of the lab work from the machine itself.
 */
public final class Network {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int BRIDGE_NUMBER = 1;
    private static final String HOLE = "add table netdev pgbaton_hole\n";

    private final Layout layout;

    public Network(Layout layout) {
        this.layout = layout;
    }

    public void create() {
        List<String> lines = new ArrayList<>();
        lines.add("link add name " + layout.bridge() + " type bridge mcast_snooping 0");
        lines.add("addr add " + layout.ipv4(BRIDGE_NUMBER) + "/24 dev " + layout.bridge());
        lines.add("addr add " + layout.ipv6(BRIDGE_NUMBER) + "/64 dev " + layout.bridge() + " nodad");
        lines.add("link set " + layout.bridge() + " up");
        for (String host : Layout.hosts()) {
            String cable = layout.cable(host);
            lines.add("netns add " + layout.namespace(host));
            lines.add("link add name " + cable + " type veth peer name " + cable + " netns " + layout.namespace(host));
            lines.add("link set " + cable + " master " + layout.bridge() + " up");
        }
        batch(List.of("ip", "-batch", "-"), lines);
        Layout.hosts().forEach(this::configure);
    }

    private void configure(String host) {
        String cable = layout.cable(host);
        batch(
                List.of("ip", "-n", layout.namespace(host), "-batch", "-"),
                List.of(
                        "link set lo up",
                        "link set " + cable + " up",
                        "addr add " + layout.ip(host) + "/24 dev " + cable,
                        "addr add " + layout.ip6(host) + "/64 dev " + cable + " nodad"));
    }

    /** Removes what is there of the lab's namespaces and bridge; what is not there is no error. */
    public void remove() {
        for (String host : Layout.hosts()) {
            if (exists(host)) {
                Shell.run("ip", "netns", "del", layout.namespace(host)).orFail();
            }
            deleteLink(layout.cable(host));
        }
        deleteLink(layout.bridge());
    }

    public boolean exists(String host) {
        return Files.exists(namespaceFile(host));
    }

    /** The pids of all that runs inside the namespace of the host, whoever started it. */
    public List<Long> processes(String host) {
        if (!exists(host)) {
            return List.of();
        }
        return Shell.run("ip", "netns", "pids", layout.namespace(host))
                .out()
                .lines()
                .map(line -> Long.valueOf(line.strip()))
                .toList();
    }

    /** The start of a command line that runs the rest of it inside the host's network. */
    public List<String> inside(String host) {
        return List.of("nsenter", "--net=" + namespaceFile(host));
    }

    /** Pulls the cable at the bridge: the host loses its carrier. */
    public void cut(String host) {
        Shell.run("ip", "link", "set", layout.cable(host), "down").orFail();
    }

    public void heal(String host) {
        Shell.run("ip", "link", "set", layout.cable(host), "up").orFail();
    }

    /** Drops every packet in and out of the host, raw ones (ARP) too, while its carrier stays. */
    public void blackhole(String host) {
        nft(host, HOLE + drop("in", "ingress", host) + drop("out", "egress", host));
    }

    /** The host hears nobody; what it says goes out. */
    public void deafen(String host) {
        nft(host, HOLE + drop("in", "ingress", host));
    }

    /** Nobody hears the host; what others say comes in. */
    public void mute(String host) {
        nft(host, HOLE + drop("out", "egress", host));
    }

    private String drop(String chain, String hook, String host) {
        return "add chain netdev pgbaton_hole %s { type filter hook %s device \"%s\" priority 0; policy drop; }%n"
                .formatted(chain, hook, layout.cable(host));
    }

    /** Drops what goes to and comes from these TCP ports of the host, from its own processes too: nothing is refused. */
    public void losePorts(String host, int... ports) {
        String set = IntStream.of(ports).mapToObj(Integer::toString).collect(Collectors.joining(", ", "{", "}"));
        nft(
                host,
                """
                add table inet pgbaton_ports
                add chain inet pgbaton_ports in { type filter hook input priority 0; }
                add chain inet pgbaton_ports out { type filter hook output priority 0; }
                add rule inet pgbaton_ports in tcp dport %1$s drop
                add rule inet pgbaton_ports out tcp sport %1$s drop
                """
                        .formatted(set));
    }

    /** Undoes all of these; does nothing when there is nothing: adding a table first makes its deletion always possible. */
    public void unblackhole(String host) {
        nft(
                host,
                HOLE
                        + "delete table netdev pgbaton_hole\nadd table inet pgbaton_ports\ndelete table inet pgbaton_ports\n");
    }

    private void nft(String host, String rules) {
        List<String> command = new ArrayList<>(inside(host));
        command.addAll(List.of("nft", "-f", "-"));
        Shell.run(BOUND, rules, command).orFail();
    }

    private static void deleteLink(String name) {
        if (Files.exists(Path.of("/sys/class/net", name))) {
            Shell.Result deleted = Shell.run("ip", "link", "del", name);
            // The kernel removes a cable together with its namespace, some time after the namespace's name is gone.
            if (!deleted.ok() && Files.exists(Path.of("/sys/class/net", name))) {
                throw new LabException("cannot remove the interface " + name + ": "
                        + deleted.err().strip());
            }
        }
    }

    private static void batch(List<String> command, List<String> lines) {
        Shell.run(BOUND, String.join("\n", lines) + "\n", command).orFail();
    }

    private Path namespaceFile(String host) {
        return Path.of("/run/netns", layout.namespace(host));
    }
}
