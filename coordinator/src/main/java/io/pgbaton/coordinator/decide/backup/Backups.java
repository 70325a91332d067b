package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupAgentRegistration;
import java.util.ArrayList;
import java.util.List;

/**
 * The backups of one scope.
 *
 * @param policies as configured
 * @param states of the policies, in the same order; empty until the scope is taken over
 * @param agents registrations in etcd now
 */
public record Backups(List<Policy> policies, List<PolicyState> states, List<BackupAgentRegistration> agents) {
    public static final Backups NONE = new Backups(List.of(), List.of(), List.of());

    public Backups {
        policies = List.copyOf(policies);
        states = List.copyOf(states);
        agents = List.copyOf(agents);
    }

    public static Backups by(List<Policy> policies) {
        return new Backups(policies, List.of(), List.of());
    }

    public Backups with(List<PolicyState> next) {
        return new Backups(policies, next, agents);
    }

    public Backups with(int index, PolicyState next) {
        List<PolicyState> all = new ArrayList<>(states);
        all.set(index, next);
        return with(all);
    }

    public Backups withAgents(List<BackupAgentRegistration> now) {
        return new Backups(policies, states, now);
    }

    /** Nodes of the agents that can do what the policy wants. */
    public List<String> nodesFor(Policy policy) {
        return agents.stream()
                .filter(agent -> agent.getStanzasList().contains(policy.stanza()))
                .filter(agent -> policy.work() != Work.DRILLS || agent.getDrills())
                .map(BackupAgentRegistration::getNode)
                .toList();
    }
}
