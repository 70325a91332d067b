package io.pgbaton.runtime.bus;

import io.pgbaton.runtime.bus.broker.BrokerKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bus promises, with a journal on disk. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class BusContractOnDiskTest extends BusContract {
    BusContractOnDiskTest(BrokerKind kind) {
        super(true);
    }
}
