package io.pgbaton.runtime.command;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.runtime.bus.Delivery;

/**
 * One record of the bus, as this agent hears it.
 *
 * @param late it was published before this agent began to read
 * @param repeated an earlier life of this agent took it in
 */
public record Heard(Delivery delivery, boolean late, boolean repeated) {

    public BusRecord record() {
        return delivery.record();
    }
}
