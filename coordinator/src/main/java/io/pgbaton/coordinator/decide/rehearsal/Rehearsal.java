package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.RehearsalAnswered;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One that goes on. All times are this coordinator's monotonic ones, in nanoseconds.
 *
 * @param begun when it was asked for, or when it had its turn
 * @param opened when its commands were sent
 * @param roster agents that were registered then
 * @param answers by node
 */
public record Rehearsal(
        String id,
        Asked asked,
        long begun,
        long opened,
        List<AgentRegistration> roster,
        SortedMap<String, Answer> answers) {

    /** @param refusal why it was not carried out; empty when it was */
    public record Answer(long at, RehearsalAnswered said, String refusal) {}

    public Rehearsal {
        roster = List.copyOf(roster);
        answers = Collections.unmodifiableSortedMap(answers);
    }

    public static Rehearsal opened(String id, Asked asked, boolean waited, long now, List<AgentRegistration> roster) {
        return new Rehearsal(id, asked, waited ? now : asked.at(), now, roster, new TreeMap<>());
    }

    public Rehearsal with(Asked now) {
        return new Rehearsal(id, now, begun, opened, roster, answers);
    }

    /** The first answer of a node counts. */
    public Rehearsal answered(String node, Answer answer) {
        SortedMap<String, Answer> more = new TreeMap<>(answers);
        more.putIfAbsent(node, answer);
        return new Rehearsal(id, asked, begun, opened, roster, more);
    }

    /** Nodes whose agents are to answer: those of the roster that have not left since, as one that is restarted does. */
    public List<String> expected(Collection<AgentRegistration> present) {
        return roster.stream()
                .filter(agent ->
                        present.stream().anyMatch(now -> now.getInstance().equals(agent.getInstance())))
                .map(AgentRegistration::getNode)
                .sorted()
                .toList();
    }

    /** Nothing is left to wait for. */
    public boolean isWhole(Collection<AgentRegistration> present) {
        return expected(present).stream()
                .allMatch(node -> answers.containsKey(node) && asked.seen().containsKey(node));
    }
}
