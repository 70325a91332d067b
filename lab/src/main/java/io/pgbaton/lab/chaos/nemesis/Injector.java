package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.ProcessId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Does each kind of fault to a host and knows how to undo it. Only processes of this lab are touched, each by its id. */
final class Injector {
    private static final int ETCD_CLIENTS = 2379;
    private static final int ETCD_PEERS = 2380;
    /** While it is waited for, no other fault is healed. */
    private static final Duration SWITCHOVER = Duration.ofSeconds(10);

    private final Lab lab;

    Injector(Lab lab) {
        this.lab = lab;
    }

    /** @throws LabException when it cannot be done, as when the process is not there; then nothing is broken */
    Injection inject(FaultKind kind, Host host) {
        return switch (kind) {
            case KILL_POSTGRES -> killed(host, List.of(What.POSTGRES), List.of());
            case KILL_PATRONI -> killed(host, List.of(What.PATRONI), List.of(What.PATRONI));
            case KILL_MEMBER -> killed(host, List.of(What.PATRONI, What.POSTGRES), List.of(What.PATRONI));
            case KILL_ETCD -> killed(host, What.ETCD);
            case KILL_HAPROXY -> killed(host, What.HAPROXY);
            case KILL_AGENT -> killed(host, What.NODE_AGENT);
            case KILL_COORDINATOR -> killed(host, What.COORDINATOR);
            case KILL_BROKER -> killed(host, What.BROKER);
            case STOP_POSTGRES -> stopped(host, What.POSTGRES);
            case STOP_PATRONI -> stopped(host, What.PATRONI);
            case STOP_ETCD -> stopped(host, What.ETCD);
            case STOP_HAPROXY -> stopped(host, What.HAPROXY);
            case STOP_AGENT -> stopped(host, What.NODE_AGENT);
            case STOP_COORDINATOR -> stopped(host, What.COORDINATOR);
            case STOP_BROKER -> stopped(host, What.BROKER);
            case PULL_CABLE -> there(host, host::cut, host::heal);
            case BLACK_HOLE, BUS_HOLE -> there(host, host::blackhole, host::unblackhole);
            case DEAF -> there(host, host::deafen, host::unblackhole);
            case MUTE -> there(host, host::mute, host::unblackhole);
            case ETCD_PORTS -> there(host, () -> host.losePorts(ETCD_CLIENTS, ETCD_PEERS), host::unblackhole);
            case ETCD_QUORUM -> quorumLost(host);
            case DISK_FULL -> there(host, AgentDisk.of(lab.layout(), host.name())::fill, () -> free(host));
            case FREEZE_SHORT, FREEZE_LONG -> there(host, host::freezeAll, host::thawAll);
            case SWITCHOVER -> switchedOver(host);
        };
    }

    private void free(Host host) {
        AgentDisk.of(lab.layout(), host.name()).free();
    }

    private static Injection there(Host host, Runnable doing, Runnable undoing) {
        try {
            doing.run();
        } catch (LabException halfDone) {
            undoing.run();
            throw halfDone;
        }
        return new Injection(List.of(host.name()), undoing);
    }

    private static Injection killed(Host host, What what) {
        return killed(host, List.of(what), List.of(what));
    }

    /** All of them first, so that none sees the other die. */
    private static Injection killed(Host host, List<What> victims, List<What> startedAgain) {
        List<ProcessId> processes = living(host, victims);
        processes.forEach(process -> process.signal("KILL"));
        return new Injection(List.of(host.name()), () -> startedAgain.forEach(host::start));
    }

    private static List<ProcessId> living(Host host, List<What> victims) {
        List<ProcessId> found = new ArrayList<>();
        for (What what : victims) {
            found.add(host.process(what)
                    .orElseThrow(() -> new LabException(what + " of " + host.name() + " is not running")));
        }
        return found;
    }

    /** HAProxy's worker with its master. Of PostgreSQL only the postmaster: its backends go on for who is connected. */
    private static Injection stopped(Host host, What what) {
        ProcessId main = living(host, List.of(what)).get(0);
        List<ProcessId> all = what == What.HAPROXY
                ? Stream.concat(Stream.of(main), main.children().stream()).toList()
                : List.of(main);
        all.forEach(process -> process.signal("STOP"));
        return new Injection(List.of(host.name()), () -> all.forEach(process -> process.signal("CONT")));
    }

    /** The member on this host and the one on the next. */
    private Injection quorumLost(Host host) {
        int next = (Layout.NODES.indexOf(host.name()) + 1) % Layout.NODES.size();
        Host other = lab.host(Layout.NODES.get(next));
        List<ProcessId> members = Stream.of(host, other)
                .flatMap(each -> living(each, List.of(What.ETCD)).stream())
                .toList();
        members.forEach(member -> member.signal("KILL"));
        return new Injection(List.of(host.name(), other.name()), () -> {
            host.start(What.ETCD);
            other.start(What.ETCD);
        });
    }

    /** Without a candidate: in synchronous mode only the synchronous standby is good enough, and Patroni knows which it is. */
    private Injection switchedOver(Host leader) {
        String body = new JsonObject().put("leader", leader.name()).encode();
        Rest.Answer answer =
                Rest.post(Scope.MAIN.restUrl(lab.layout(), leader.name()) + "/switchover", body, SWITCHOVER);
        if (answer.status() != 200) {
            throw new LabException("Patroni refused: " + answer.body().strip());
        }
        return new Injection(List.of(leader.name()), () -> {});
    }
}
