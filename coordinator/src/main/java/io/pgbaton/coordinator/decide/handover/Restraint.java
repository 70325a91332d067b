package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.AgentRegistration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What operators keep a handover from doing (R11), each with why.
 *
 * @param paused "" when drains are allowed
 * @param frozen "" when the address may move
 * @param maintenance by node
 */
public record Restraint(String paused, String frozen, Map<String, String> maintenance) {

    public static Restraint of(HandsOff hands, Instant now) {
        Map<String, String> maintenance = new TreeMap<>();
        hands.maintenanceAt(now).forEach(one -> maintenance.put(one.getNode(), HandsOffText.of(one)));
        return new Restraint(
                hands.pauses().stream().findFirst().map(HandsOffText::of).orElse(""),
                hands.freeze().map(HandsOffText::of).orElse(""),
                maintenance);
    }

    public boolean isPaused() {
        return !paused.isEmpty();
    }

    /** Why this agent is not to take an address; empty when it may. */
    Optional<String> withholds(AgentRegistration agent) {
        return Optional.ofNullable(maintenance.get(agent.getNode()))
                .or(() -> Optional.of(frozen).filter(why -> !why.isEmpty()));
    }
}
