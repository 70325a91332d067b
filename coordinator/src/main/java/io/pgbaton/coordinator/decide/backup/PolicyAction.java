package io.pgbaton.coordinator.decide.backup;

import java.time.Duration;
import java.time.Instant;

/** What the machine of a policy asks for. */
public sealed interface PolicyAction {

    /** @param valid how long the agent may wait for its turn */
    record Command(String node, Order order, Duration valid) implements PolicyAction {}

    /**
     * Once for each newest backup.
     *
     * @param since its end; without any, when the policy began
     */
    record TellOverdue(Instant since) implements PolicyAction {}

    /** What became of an attempt, for the log and the metric. */
    record Closed(Order order, Result result) implements PolicyAction {
        /** How. */
        public enum Result {
            DONE,
            /** It is tried again. */
            FAILED,
            /** Not before it is due again. */
            GIVEN_UP
        }
    }
}
