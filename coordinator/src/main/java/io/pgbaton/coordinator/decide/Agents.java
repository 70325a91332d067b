package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.Signs;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.AgentRegistration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the agents.
 *
 * @param present registrations in etcd now
 * @param leaving registrations that went lately, without a farewell so far
 * @param farewells runs of agents that said they stop
 * @param answers outcomes and refusals by the id of their command; the audit may come before the observation that makes
 *     this coordinator send (or know) the command
 */
public record Agents(
        List<AgentRegistration> present,
        List<AgentRegistration> leaving,
        RecentIds farewells,
        Map<String, BusRecord> answers,
        Signs signs) {
    /** Several handovers' worth; the oldest go first. */
    private static final int MOST_ANSWERS = 256;

    static final Agents NONE = new Agents(List.of(), List.of(), RecentIds.NONE, Map.of(), Signs.NONE);

    public Agents {
        present = List.copyOf(present);
        leaving = List.copyOf(leaving);
        answers = Collections.unmodifiableMap(answers);
    }

    Agents withPresent(List<AgentRegistration> now) {
        return new Agents(now, leaving, farewells, answers, signs);
    }

    Agents withFarewell(String instance) {
        return new Agents(present, leaving, farewells.with(instance), answers, signs);
    }

    Agents withAnswer(String commandId, BusRecord answer) {
        Map<String, BusRecord> next = new LinkedHashMap<>(answers);
        next.putIfAbsent(commandId, answer);
        if (next.size() > MOST_ANSWERS) {
            next.remove(next.keySet().iterator().next());
        }
        return new Agents(present, leaving, farewells, next, signs);
    }

    Agents withSigns(Signs next) {
        return new Agents(present, leaving, farewells, answers, next);
    }

    Agents withLeaving(AgentRegistration agent) {
        List<AgentRegistration> more = new ArrayList<>(withoutLeaving(agent.getInstance()).leaving);
        more.add(agent);
        return new Agents(present, more, farewells, answers, signs);
    }

    Agents withoutLeaving(String instance) {
        List<AgentRegistration> others = leaving.stream()
                .filter(agent -> !agent.getInstance().equals(instance))
                .toList();
        return new Agents(present, others, farewells, answers, signs);
    }

    Optional<AgentRegistration> leaving(String instance) {
        return leaving.stream()
                .filter(agent -> agent.getInstance().equals(instance))
                .findFirst();
    }

    boolean has(String instance) {
        return present.stream().anyMatch(agent -> agent.getInstance().equals(instance));
    }
}
