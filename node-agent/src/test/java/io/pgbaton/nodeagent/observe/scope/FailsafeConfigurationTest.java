package io.pgbaton.nodeagent.observe.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.decide.address.FailsafePatience;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R2a prolongs only an address that is there: which lifetime lasts until Patroni says that failsafe mode is active. */
class FailsafeConfigurationTest {
    private static final PatroniKeys KEYS = new PatroniKeys(new Scope("service", "demo"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"failsafe_mode\":true,\"loop_wait\":10,\"retry_timeout\":10} | 35",
                "{\"failsafe_mode\":true,\"loop_wait\":5,\"retry_timeout\":3} | 16",
                "{\"failsafe_mode\":true} | 35",
                "{\"failsafe_mode\":false,\"loop_wait\":10} | 0",
                "{\"loop_wait\":10} | 0",
            })
    void r2aTheLifetimeNeededFollowsFromPatronisConfiguration(String config, long seconds) {
        Map<String, Entry> entries = Map.of(KEYS.config(), new Entry(KEYS.config(), config, 2, 2, 1, 0));

        assertEquals(
                seconds,
                FailsafePatience.lifetimeNeeded(
                                new ScopeReader(KEYS, () -> 0).read(2, entries).failsafeAfter())
                        .toSeconds());
    }
}
