package io.pgbaton.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an agent's own status means for its host: capabilities, addresses, PostgreSQL, proxies. */
final class HostChecks {
    private final String about;
    private final String node;
    private final AgentStatus status;
    private final List<Finding> findings = new ArrayList<>();

    private HostChecks(String about, String node, AgentStatus status) {
        this.about = about;
        this.node = node;
        this.status = status;
    }

    static List<Finding> of(String about, String node, AgentStatus status) {
        HostChecks checks = new HostChecks(about, node, status);
        if (!status.addresses().isEmpty()) {
            checks.capability("CAP_NET_ADMIN", status.netAdmin(), "add and remove addresses");
            checks.capability("CAP_NET_RAW", status.netRaw(), "announce an address by ARP and NA");
            checks.lifetime();
        }
        status.addresses().forEach(checks::address);
        status.proxies().forEach(checks::proxy);
        checks.bus();
        return checks.findings;
    }

    private void capability(String name, Optional<Boolean> granted, String purpose) {
        if (granted.isEmpty()) {
            add(Finding.unknown(about, "it does not say whether it has " + name));
        } else if (granted.get()) {
            add(Finding.ok(about, "has " + name));
        } else {
            add(Finding.fault(
                    about,
                    "lacks " + name + " and cannot " + purpose,
                    "run it as root, or with AmbientCapabilities=" + name + " in its systemd unit"));
        }
    }

    /** R2a prolongs only what is still there. */
    private void lifetime() {
        if (status.lifetimeSeconds() < status.lifetimeNeededSeconds()) {
            add(Finding.warn(
                    about,
                    "keeps an address " + status.lifetimeSeconds()
                            + " s without etcd, and Patroni may need longer to say"
                            + " that failsafe mode is active: the address would go although its primary stays",
                    "write `lifetime: " + status.lifetimeNeededSeconds()
                            + "s`, or lower Patroni's loop_wait and retry_timeout"));
        }
    }

    private void address(AgentStatus.Address address) {
        if (!address.isHostAddress()) {
            add(Finding.fault(
                    about,
                    "address " + address.name() + " is " + address.address()
                            + "; one of a shared prefix can take the host's own with it",
                    "write " + address.ip() + (address.ip().contains(":") ? "/128" : "/32")));
        }
        networkInterface(address);
        status.listenAddresses()
                .ifPresentOrElse(
                        listen -> listens(address, listen),
                        () -> add(Finding.unknown(
                                about,
                                "it does not say where PostgreSQL listens, so " + address.name() + " is unproven")));
    }

    private void networkInterface(AgentStatus.Address address) {
        String name = address.networkInterface();
        if (address.interfacePresent().isEmpty()) {
            add(Finding.unknown(about, "it does not say whether interface " + name + " is there"));
        } else if (address.interfacePresent().get()) {
            add(Finding.ok(about, "address " + address.name() + " is " + address.address() + " on " + name));
        } else {
            add(Finding.fault(
                    about,
                    "has no interface " + name + " for address " + address.name(),
                    "`ip link` lists those it has"));
        }
    }

    private void listens(AgentStatus.Address address, String listen) {
        if (covers(listen, address.ip())) {
            add(Finding.ok(about, "PostgreSQL listens on " + listen + ", which covers " + address.ip()));
        } else {
            add(Finding.fault(
                    about,
                    "PostgreSQL of " + node + " listens on " + listen + " only: clients of " + address.ip()
                            + " would be refused",
                    "in patroni.yml set `postgresql.listen` to '*:5432' and restart PostgreSQL"));
        }
    }

    /** As PostgreSQL reads {@code listen_addresses}; names in it are not resolved here. */
    static boolean covers(String listenAddresses, String ip) {
        String any = ip.contains(":") ? "::" : "0.0.0.0";
        return Stream.of(listenAddresses.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(any) || one.equals(ip.toLowerCase(Locale.ROOT)));
    }

    private void proxy(AgentStatus.Proxy proxy) {
        if (proxy.reachable().isEmpty()) {
            add(Finding.unknown(about, "it does not say whether it can talk to " + proxy.name()));
        } else if (proxy.reachable().get()) {
            add(Finding.ok(about, "talks to " + proxy.name()));
        } else {
            add(Finding.fault(
                    about,
                    "cannot talk to " + proxy.name() + " through its socket",
                    "in haproxy.cfg write `stats socket /run/haproxy/admin.sock mode 660 level admin`,"
                            + " and put the agent's user in that group"));
        }
    }

    private void bus() {
        if (status.busReachable().isEmpty()) {
            add(Finding.unknown(about, "it does not say whether it reaches the bus"));
        } else if (status.busReachable().get()) {
            add(Finding.ok(about, "reaches the bus"));
        } else {
            add(Finding.warn(
                    about,
                    "does not reach the bus; it acts alone and publishes later: " + status.busReason(),
                    "check its `bus.bootstrap`"));
        }
    }

    private void add(Finding finding) {
        findings.add(finding);
    }
}
