package io.pgbaton.sim.check;

import io.pgbaton.sim.agent.Witness;

/** One rule. It throws {@link RuleBroken} from whatever shows that it does not hold. */
interface Rule extends Witness {

    /** The world has made one step, or several. */
    default void afterStep() {}
}
