package io.pgbaton.runtime.bus.broker;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker for the tests of a class: {@code @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension()}. */
public final class BrokerExtension implements BeforeAllCallback, AfterAllCallback {
    private KraftBroker broker;

    public String bootstrap() {
        return broker.bootstrap();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        broker = new KraftBroker();
        broker.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (broker != null) {
            broker.close();
        }
    }
}
