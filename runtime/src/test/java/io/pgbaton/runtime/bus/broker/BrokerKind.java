package io.pgbaton.runtime.bus.broker;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** The two ways to have a broker in a test. The bus keeps one contract on both. */
public enum BrokerKind {
    /** In this JVM, from the broker's own jars: always there. */
    KRAFT,
    /** The image that people run, where Docker answers. */
    CONTAINER;

    /** What this machine lacks for it; empty when it can run. */
    public Optional<String> missing() {
        boolean runs = this == KRAFT || DockerClientFactory.instance().isDockerAvailable();
        return runs ? Optional.empty() : Optional.of("no Docker daemon answers on this machine");
    }

    /** A started broker of this kind. */
    public TestBroker start() {
        TestBroker broker = this == KRAFT ? new KraftBroker() : new ContainerBroker();
        broker.start();
        return broker;
    }
}
