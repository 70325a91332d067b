package io.pgbaton.coordinator.architecture.impure.decide;

import org.slf4j.LoggerFactory;

/** What decide must not do. */
final class Logs {
    void decide() {
        LoggerFactory.getLogger(Logs.class).info("decided");
    }
}
