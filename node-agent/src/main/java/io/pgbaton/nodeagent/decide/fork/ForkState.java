package io.pgbaton.nodeagent.decide.fork;

import io.pgbaton.nodeagent.decide.leadership.TimelineEnd;
import java.util.HashMap;
import java.util.Map;

/**
 * What was read of a scope's timelines. Soft state: after a restart of the agent only what happens then is compared.
 *
 * @param systemIdentifier whose they are; of another cluster they say nothing
 * @param ends by timeline, as the history had it last
 * @param farthest by member, how far it was on the newest timeline before that one ended
 * @param told by member, the timeline of the last fork that was told of it
 */
public record ForkState(
        String systemIdentifier, Map<Long, TimelineEnd> ends, Map<String, Reached> farthest, Map<String, Long> told) {
    public static final ForkState NOTHING = new ForkState("", Map.of(), Map.of(), Map.of());

    public ForkState {
        ends = Map.copyOf(ends);
        farthest = Map.copyOf(farthest);
        told = Map.copyOf(told);
    }

    record Reached(long timeline, long position) {}

    ForkState of(String system) {
        return system.equals(systemIdentifier) ? this : new ForkState(system, Map.of(), Map.of(), Map.of());
    }

    ForkState with(TimelineEnd end) {
        Map<Long, TimelineEnd> next = new HashMap<>(ends);
        next.put(end.timeline(), end);
        return new ForkState(systemIdentifier, next, farthest, told);
    }

    ForkState reached(String member, Reached now) {
        Map<String, Reached> next = new HashMap<>(farthest);
        next.merge(
                member, now, (was, is) -> was.timeline() == is.timeline() && was.position() > is.position() ? was : is);
        return new ForkState(systemIdentifier, ends, next, told);
    }

    ForkState told(String member, long timeline) {
        Map<String, Long> next = new HashMap<>(told);
        next.put(member, timeline);
        return new ForkState(systemIdentifier, ends, farthest, next);
    }
}
