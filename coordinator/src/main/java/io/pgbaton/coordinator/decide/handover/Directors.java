package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Fact;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.proto.v1.AgentRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who has to point at the new primary, by the roster, and who does.
 *
 * @param roster agents that were registered when the handover opened
 * @param present those registered now
 * @param restraint what operators keep them from
 */
public record Directors(List<AgentRegistration> roster, Collection<AgentRegistration> present, Restraint restraint) {
    private static final String OBSERVE = "observe";

    /** One thing that is to point at the new primary; {@code node} empty for an address, which several may carry. */
    public record Director(String name, String node) {}

    public static String route(String node, String proxy) {
        return node + "/" + proxy;
    }

    /** Those that will say so: an agent in mode {@code observe} never acts. */
    public List<Director> expected() {
        List<Director> all = new ArrayList<>();
        TreeSet<String> addresses = new TreeSet<>();
        for (AgentRegistration agent : roster) {
            if (!agent.getMode().equals(OBSERVE)) {
                addresses.addAll(agent.getAddressesList());
                agent.getProxiesList().forEach(p -> all.add(new Director(route(agent.getNode(), p), agent.getNode())));
            }
        }
        addresses.forEach(name -> all.add(new Director(name, "")));
        return all;
    }

    public static Optional<Fact> confirmation(Director director, Reign successor) {
        return director.node().isEmpty()
                ? successor.addressConfirmed(director.name())
                : successor.routeConfirmed(director.name());
    }

    public List<Director> unconfirmed(Reign successor) {
        return expected().stream()
                .filter(director -> confirmation(director, successor).isEmpty())
                .toList();
    }

    /** Its agent's registration is gone: waiting for it would tell nobody anything. */
    public boolean isGone(Director director, Reign successor) {
        return present.stream()
                .noneMatch(agent -> director.node().isEmpty()
                        ? agent.getMember().equals(successor.member())
                        : agent.getNode().equals(director.node()));
    }

    /** R11: why an address stays off although its member leads; empty when nobody keeps it from there. */
    public Optional<String> withheld(Director director, Reign successor) {
        return reachable().stream()
                .filter(agent -> director.node().isEmpty()
                        && agent.getMember().equals(successor.member())
                        && agent.getAddressesList().contains(director.name()))
                .flatMap(agent -> restraint.withholds(agent).stream())
                .findFirst();
    }

    /** The same of the first address of which it holds. */
    public Optional<String> withheld(Reign successor) {
        return unconfirmed(successor).stream()
                .flatMap(director -> withheld(director, successor).stream())
                .findFirst();
    }

    /** Whom to command: the roster, and whoever has come since; what an agent says of itself now is preferred. */
    public Collection<AgentRegistration> reachable() {
        Map<String, AgentRegistration> byNode = new LinkedHashMap<>();
        roster.forEach(agent -> byNode.put(agent.getNode(), agent));
        present.forEach(agent -> byNode.put(agent.getNode(), agent));
        return byNode.values();
    }
}
