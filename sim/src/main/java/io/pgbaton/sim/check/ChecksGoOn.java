package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimServer;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Spans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * R7: HAProxy's own checks always go on. A leader whose Patroni says that it leads gets writes from every HAProxy
 * as soon as its checks can have seen it, whether its agent lives, or hears of it, or not. Only an agent that was shown
 * another leader may be in the way, and one that has just drained this one.
 */
final class ChecksGoOn implements Rule {
    private static final long LOOK_AGAIN = SECOND / 4;

    private final SimScheduler scheduler;
    private final SimEtcd etcd;
    private final List<SimNode> nodes;
    private final RouteTruth truth;
    // Looked up by node, never iterated.
    private final Map<SimNode, Expected> expected = new HashMap<>();
    private long nextLook;

    private record Expected(String leader, long epoch, long worker, long since) {}

    ChecksGoOn(SimScheduler scheduler, SimEtcd etcd, List<SimNode> nodes, RouteTruth truth) {
        this.scheduler = scheduler;
        this.etcd = etcd;
        this.nodes = nodes;
        this.truth = truth;
    }

    @Override
    public void afterStep() {
        if (scheduler.now() < nextLook) {
            return;
        }
        nextLook = scheduler.now() + LOOK_AGAIN;
        Optional<KeyValue> leader = etcd.get(Keys.LEADER);
        for (SimNode node : nodes) {
            if (leader.isEmpty() || !expects(node, leader.get())) {
                expected.remove(node);
            }
        }
    }

    private boolean expects(SimNode node, KeyValue leader) {
        String name = leader.value().toString();
        for (SimServer server : node.haproxy().servers()) {
            if (server.name().equals(name)
                    && node.haproxy().running()
                    && node.haproxy().passes(server)
                    && undisturbed(node, name)) {
                check(node, server, leader.modRevision());
                return true;
            }
        }
        return false;
    }

    /** Nobody there who might know better, or somebody who knows the same. */
    private boolean undisturbed(SimNode node, String leader) {
        return node.agent().dead() || truth.of(node).leads(leader);
    }

    private void check(SimNode node, SimServer server, long epoch) {
        long worker = node.haproxy().worker();
        Expected before = expected.get(node);
        boolean same = before != null
                && before.leader().equals(server.name())
                && before.epoch() == epoch
                && before.worker() == worker;
        Expected now = same ? before : new Expected(server.name(), epoch, worker, scheduler.now());
        expected.put(node, now);
        long since = Math.max(now.since(), server.disturbed());
        if (!server.up() && scheduler.now() - since > SimHaproxy.CHECKS_TAKE) {
            throw new RuleBroken(
                    "R7",
                    "the HAProxy of " + node.name() + " sends no writes to " + server.name()
                            + ", which leads, and has said so for " + Spans.seconds(scheduler.now() - now.since())
                            + " s");
        }
    }
}
