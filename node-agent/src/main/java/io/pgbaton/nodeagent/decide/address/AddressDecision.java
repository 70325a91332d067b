package io.pgbaton.nodeagent.decide.address;

import java.util.List;

/** The next state, and what is to be done now, in this order. */
public record AddressDecision(AddressState next, List<AddressAction> actions) {
    public AddressDecision {
        actions = List.copyOf(actions);
    }
}
