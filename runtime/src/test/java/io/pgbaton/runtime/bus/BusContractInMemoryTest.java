package io.pgbaton.runtime.bus;

import io.pgbaton.runtime.bus.broker.BrokerKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bus promises, with a journal in memory. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class BusContractInMemoryTest extends BusContract {
    BusContractInMemoryTest(BrokerKind kind) {
        super(false);
    }
}
