package io.pgbaton.runtime.bus.broker;

import io.pgbaton.runtime.http.FreePort;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The image of the same release as the client, killed and started again by Docker, not made anew: its data stays. */
public final class ContainerBroker implements TestBroker {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int PORT_INSIDE = 9092;

    private final KafkaContainer container = new KafkaContainer(IMAGE);

    public ContainerBroker() {
        container.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000");
        container.withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500");
        container.withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        // Docker picks another port at each start unless it is told which.
        container.setPortBindings(List.of(FreePort.any() + ":" + PORT_INSIDE));
    }

    @Override
    public String bootstrap() {
        return container.getBootstrapServers();
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            container.start();
        } else {
            DockerClientFactory.instance()
                    .client()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public void stop() {
        DockerClientFactory.instance()
                .client()
                .killContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
