package io.pgbaton.cli.rehearsal;

import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Why nobody told of the end of a rehearsal, as far as etcd and the agents' own words show. */
public final class Silence {
    private Silence() {}

    public static String of(Rehearsing.Outcome outcome, ScopeState state, Duration waited) {
        String head = outcome.scope() + ": nobody told of an end within " + waited.toSeconds() + " s; ";
        Optional<String> open = state.handover().filter(HandoverRecord::getOpen).map(HandoverRecord::getId);
        return head
                + open.map(id -> "the handover " + id + " is open, and rehearsals give way: ask again when it is over")
                        .orElseGet(() -> "no coordinator answered: is one running? Its /readyz says what it waits for; "
                                + agents(outcome, state));
    }

    private static String agents(Rehearsing.Outcome outcome, ScopeState state) {
        Set<String> saw = outcome.words().stream()
                .filter(word -> word.type() == EventType.REHEARSAL_SEEN)
                .map(word -> word.node())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> blind =
                state.agents().stream().map(AgentRegistration::getNode).collect(Collectors.toCollection(TreeSet::new));
        blind.removeAll(saw);
        if (saw.isEmpty() && blind.isEmpty()) {
            return "no agent is registered";
        }
        return blind.isEmpty()
                ? "all agents saw the key: " + String.join(", ", saw)
                : "agents that did not say that they saw the key: " + String.join(", ", blind);
    }
}
