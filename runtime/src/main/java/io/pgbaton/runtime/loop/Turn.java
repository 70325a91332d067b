package io.pgbaton.runtime.loop;

import java.util.List;

/** What one input led to: the state from here on, and what is to be done, in this order. */
public record Turn<S, A>(S next, List<A> actions) {
    public Turn {
        actions = List.copyOf(actions);
    }
}
