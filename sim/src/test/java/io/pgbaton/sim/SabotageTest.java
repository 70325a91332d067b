package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.fail;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressDecision;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A simulator that never finds anything proves nothing: each of these breaks the agent, and a seed has to notice. */
class SabotageTest {
    private static final int BUDGET = 3000;

    @Test
    void noticesThatCommandsOfAnyEpochAreAccepted() {
        Adapters gullible = new Adapters(
                (state, input) -> AddressMachine.decide(state, forTheEpochOfNow(state, input)),
                Adapters.REAL.conditions());
        assertNoticed(gullible, "R3");
    }

    @Test
    void noticesThatTheKeyIsTakenWithoutComparingTheEpoch() {
        Adapters careless = new Adapters(
                AddressMachine::decide, (member, take) -> List.of(Compare.at(Keys.ADDRESS, take.expectedRevision())));
        assertNoticed(careless, "R1a");
    }

    @Test
    void noticesThatTheLifetimeIsRefreshedWithoutAConfirmation() {
        Adapters optimist = new Adapters(SabotageTest::refreshesAtEveryTick, Adapters.REAL.conditions());
        assertNoticed(optimist, "R1", "R1b", "R2");
    }

    private static AddressInput forTheEpochOfNow(AddressState state, AddressInput input) {
        return input instanceof AddressInput.AcquireCommanded in
                ? new AddressInput.AcquireCommanded(in.at(), in.commandId(), state.epoch())
                : input;
    }

    private static AddressDecision refreshesAtEveryTick(AddressState state, AddressInput input) {
        AddressDecision decision = AddressMachine.decide(state, input);
        boolean tick = input instanceof AddressInput.TimerFired in && in.timer() == AddressAction.Timer.TICK;
        boolean dropping = decision.actions().stream().anyMatch(AddressAction.ChangeLink.class::isInstance);
        if (!tick || !decision.next().present() || dropping) {
            return decision;
        }
        List<AddressAction> more = new ArrayList<>(decision.actions());
        long lifetime = state.rules().lifetime();
        more.add(new AddressAction.ChangeLink(LinkOperation.PROLONG, input.at() + lifetime));
        return new AddressDecision(decision.next(), more);
    }

    private static void assertNoticed(Adapters sabotaged, String... rules) {
        Set<String> expected = Set.of(rules);
        Set<String> seen = new TreeSet<>();
        for (long seed = 1; seed <= BUDGET; seed++) {
            String rule = Life.live(seed, sabotaged).rule();
            seen.add(rule);
            if (expected.contains(rule)) {
                return;
            }
        }
        fail("no seed up to " + BUDGET + " noticed a breach of one of " + expected + ", only of " + seen);
    }
}
