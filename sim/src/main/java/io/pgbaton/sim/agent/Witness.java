package io.pgbaton.sim.agent;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.node.SimNode;

/** Told of everything that an agent does: the rules check it, a scenario writes it down. */
public interface Witness {

    /** The agent took this input in and decided this; nothing of it is carried out yet. */
    default void decided(SimAgent agent, AddressInput input, AddressDecision decision) {}

    /** A change of the interface has ended, after its own check. */
    default void linkChanged(SimNode node, AddressAction.LinkOperation operation, AddressInput.LinkResult result) {}

    /** A gratuitous ARP left this node. */
    default void announced(SimNode node) {}

    /**
     * The truth, seen where etcd is: at this moment the leader key was (this member, epoch), the address key this
     * node's,
     * and its lease was good for long enough. {@code sentAt} is the node's boot time.
     */
    default void confirmed(SimNode node, long sentAt, long epoch) {}

    /** The truth: one of R2's two exceptions held when the node asked at {@code sentAt}, its boot time. */
    default void excepted(SimNode node, long sentAt) {}

    /** An agent has started on this node, or ended there, in whatever way. */
    default void restarted(SimNode node) {}

    /**
     * The agent's watch shows the scope like this.
     *
     * @param afterGap several revisions may lie between this reading and the one before
     */
    default void scopeRead(SimAgent agent, ScopeReading reading, boolean afterGap) {}

    /** The agent's machine of its HAProxy took this input in and decided this; nothing of it is carried out yet. */
    default void routed(SimAgent agent, RouteInput input, RouteDecision decision) {}

    /** An action on the agent's HAProxy has ended. */
    default void routeSet(SimAgent agent, RouteSet result) {}

    /** The agent says this of its own PostgreSQL. */
    default void observed(SimAgent agent, Observed fact) {}

    /** The node has booted: its clock began anew, its interface is empty. */
    default void booted(SimNode node) {}
}
