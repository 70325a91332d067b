package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * R2 and R5: pgbaton sends writes to nobody but the member that the agent was last shown to lead, in that epoch, and only
 * after its PostgreSQL took writes in that reign. A holder that puts its own living key again goes on with its reign.
 */
final class RoutedLeader implements Rule {
    private final SimScheduler scheduler;
    private final SimEtcd etcd;
    private final List<SimNode> nodes;
    private final RouteTruth truth;

    /** When the reign of an epoch began, world time. Looked up, never iterated. */
    private final Map<Long, Long> began = new HashMap<>();

    RoutedLeader(SimScheduler scheduler, SimEtcd etcd, List<SimNode> nodes, RouteTruth truth) {
        this.scheduler = scheduler;
        this.etcd = etcd;
        this.nodes = nodes;
        this.truth = truth;
        etcd.listen(this::changed);
    }

    private void changed(Change change) {
        if (!change.key().equals(Keys.LEADER) || change.now().isEmpty()) {
            return;
        }
        // A reign that the backup of a restored etcd holds began in another count: nobody knows when.
        long since = change.before()
                .filter(before -> before.value().equals(change.now().get().value()))
                .map(before -> began.getOrDefault(counted(before.modRevision()), 0L))
                .orElse(scheduler.now());
        began.put(counted(change.revision()), since);
    }

    private long counted(long revision) {
        return CountedRevision.of(etcd.restores(), revision);
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        for (RouteAction action : decision.actions()) {
            if (action instanceof RouteAction.SetBackend set) {
                set.servers()
                        .up()
                        .forEach(member ->
                                check(agent.node(), member, set.cause().epoch()));
            }
        }
    }

    private void check(SimNode node, String member, long epoch) {
        RouteTruth.Shown shown = truth.of(node);
        if (!shown.leads(member) || shown.newest() != epoch) {
            throw new RuleBroken(
                    "R2",
                    node.name() + " sends writes to " + member + " for epoch " + epoch + ", and was shown "
                            + shown.leader().orElse("nobody") + " in epoch " + shown.newest());
        }
        Long since = began.get(epoch);
        SimNode leader =
                nodes.stream().filter(n -> n.name().equals(member)).findFirst().orElseThrow();
        if (since != null && leader.postgres().lastWritable() < since) {
            throw new RuleBroken(
                    "R5",
                    node.name() + " sends writes to " + member + " in epoch " + epoch
                            + " before its PostgreSQL took any");
        }
    }
}
