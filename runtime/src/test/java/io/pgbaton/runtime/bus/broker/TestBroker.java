package io.pgbaton.runtime.bus.broker;

/** A real Kafka broker that a test can stop and start. Address and data stay the same until it is closed. */
public interface TestBroker extends AutoCloseable {

    /** {@code host:port} for clients. */
    String bootstrap();

    void stop();

    /** Returns when it takes records. */
    void start();

    /** Stops it and removes its data. */
    @Override
    void close();
}
