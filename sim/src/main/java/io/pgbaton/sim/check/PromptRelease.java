package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** R4, and so R2: an agent that was shown another leader, or none, lets go at once, whatever it can reach or not. */
final class PromptRelease implements Rule {
    private static final long AT_ONCE = 50 * MILLIS;

    /** While the kernel refuses, the agent tries again every 200 ms. */
    private static final long AFTER_REFUSAL = 300 * MILLIS;

    private final SimScheduler scheduler;
    private final List<SimNode> nodes;
    // Looked up by node, never iterated.
    private final Map<SimNode, Shown> shown = new HashMap<>();

    PromptRelease(SimScheduler scheduler, List<SimNode> nodes) {
        this.scheduler = scheduler;
        this.nodes = nodes;
        nodes.forEach(n -> shown.put(n, new Shown()));
    }

    @Override
    public void restarted(SimNode node) {
        shown.put(node, new Shown());
    }

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        if (input instanceof AddressInput.ScopeSeen in) {
            see(agent.node(), in.revision(), in.leader(), in.paused());
        } else if (input instanceof AddressInput.ReadBack in) {
            see(agent.node(), in.revision(), in.leader(), in.paused());
        } else if (input instanceof AddressInput.EtcdRewound) {
            // What it knew was of a store that is no more.
            shown.put(agent.node(), new Shown());
        }
    }

    private void see(SimNode node, long revision, Optional<LeaderKey> leader, boolean paused) {
        Shown s = shown.get(node);
        if (revision < s.revision) {
            return;
        }
        s.revision = revision;
        boolean mine = leader.filter(l -> l.member().equals(node.name())).isPresent();
        if (mine || (leader.isEmpty() && paused)) {
            s.since = -1;
        } else if (s.since < 0) {
            s.since = scheduler.now();
            s.what = leader.map(l -> l.member() + " leads").orElse("nobody leads");
        }
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            Shown s = shown.get(node);
            if (node.linkBroken()) {
                s.refusedAt = node.boot().now();
            }
            if (s.since < 0) {
                continue;
            }
            if (!node.agent().running()) {
                s.since = scheduler.now();
            } else if (node.kernel().carried()
                    && scheduler.now() - s.since > AT_ONCE
                    && node.boot().now() - s.refusedAt > AFTER_REFUSAL) {
                throw new RuleBroken("R4", node.name() + " knows that " + s.what + " and still carries the address");
            }
        }
    }

    private static final class Shown {
        long revision = -1;
        long since = -1;
        long refusedAt = -AFTER_REFUSAL;
        String what = "";
    }
}
