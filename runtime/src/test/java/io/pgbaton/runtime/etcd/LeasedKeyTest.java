package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasedKeyTest {
    private static final String KEY = "/leased/n1";

    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    /** Else the agent is missing in etcd for as long as its lease is kept alive, and no coordinator commands it. */
    @Test
    void anEntryOfWhichEtcdDidNotSayThatItTookItIsMadeAgain() {
        try (Relay relay = new Relay(Vertx.vertx(), etcd.endpoints().get(0));
                EtcdClient outside = EtcdClient.to(etcd.endpoints());
                EtcdClient agent = EtcdClient.to(List.of(relay.endpoint()))) {
            relay.loseOnce(KEY);
            new LeasedKey(agent.etcd(), KEY, "here");

            Awaitility.await("the first one to be lost")
                    .atMost(Duration.ofSeconds(30))
                    .until(relay::hasLost);
            Awaitility.await("the entry")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> outside.read(Range.key(KEY)).entries().containsKey(KEY));
            assertEquals("here", outside.read(Range.key(KEY)).entries().get(KEY).value());
        }
    }
}
