package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * What stands between a daemon and the topics.
 *
 * @param sentence what it is, and what to do about it
 * @param forAPerson waiting alone does not help
 */
record TopicObstacle(String sentence, boolean forAPerson) {

    static TopicObstacle of(Throwable cause, BusSettings bus) {
        if (cause instanceof TopicFault) {
            return new TopicObstacle(cause.getMessage(), true);
        }
        if (cause instanceof AuthorizationException) {
            return new TopicObstacle(
                    "Kafka does not let us see or make the topics " + bus.topicPrefix() + "* (" + cause.getMessage()
                            + "). Allow the user of bus.client Describe, Read, Write and Create on them, or create them"
                            + " with " + Topic.PARTITIONS + " partitions each",
                    true);
        }
        if (cause instanceof AuthenticationException) {
            return new TopicObstacle(
                    "Kafka does not know us (" + cause.getMessage() + "). Correct user and password in bus.client",
                    true);
        }
        return new TopicObstacle(
                "Kafka at " + String.join(", ", bus.bootstrap()) + " does not answer (" + cause
                        + "). Check bus.bootstrap, the broker, and its advertised.listeners",
                false);
    }
}
