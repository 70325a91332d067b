package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.node.SimNode;
import java.util.List;

/** Several witnesses as one, asked in their order. */
public record Witnesses(List<? extends Witness> all) implements Witness {

    @Override
    public void decided(SimAgent agent, AddressInput input, AddressDecision decision) {
        for (Witness w : all) {
            w.decided(agent, input, decision);
        }
    }

    @Override
    public void linkChanged(SimNode node, AddressAction.LinkOperation operation, AddressInput.LinkResult result) {
        all.forEach(w -> w.linkChanged(node, operation, result));
    }

    @Override
    public void announced(SimNode node) {
        all.forEach(w -> w.announced(node));
    }

    @Override
    public void confirmed(SimNode node, long sentAt, long epoch) {
        all.forEach(w -> w.confirmed(node, sentAt, epoch));
    }

    @Override
    public void excepted(SimNode node, long sentAt) {
        all.forEach(w -> w.excepted(node, sentAt));
    }

    @Override
    public void restarted(SimNode node) {
        all.forEach(w -> w.restarted(node));
    }

    @Override
    public void scopeRead(SimAgent agent, ScopeReading reading, boolean afterGap) {
        all.forEach(w -> w.scopeRead(agent, reading, afterGap));
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        for (Witness w : all) {
            w.routed(agent, input, decision);
        }
    }

    @Override
    public void routeSet(SimAgent agent, RouteSet result) {
        all.forEach(w -> w.routeSet(agent, result));
    }

    @Override
    public void observed(SimAgent agent, Observed fact) {
        all.forEach(w -> w.observed(agent, fact));
    }

    @Override
    public void booted(SimNode node) {
        all.forEach(w -> w.booted(node));
    }
}
