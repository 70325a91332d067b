package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.proto.id.EventIds;
import java.util.ArrayList;
import java.util.List;

/** One decision in the making: the state so far and the actions so far. Lives as long as the decision. */
final class Step {
    final long at;
    private AddressState state;
    private final List<AddressAction> actions = new ArrayList<>();

    Step(AddressState state, long at) {
        this.state = state;
        this.at = at;
    }

    AddressState state() {
        return state;
    }

    void become(AddressState next) {
        state = next;
    }

    void act(AddressAction action) {
        actions.add(action);
    }

    void timer(Timer timer, long delay) {
        act(new AddressAction.StartTimer(timer, Math.max(0, delay)));
    }

    void change(LinkOperation operation, String reason) {
        begin(operation, reason);
        act(new AddressAction.ChangeLink(operation, state.deadline()));
    }

    /** The change is under way for the state; whoever calls this asks for it after what has to come first. */
    void begin(LinkOperation operation, String reason) {
        become(state.with(state.link().started(operation, at, state.deadline(), reason)));
    }

    /** @param count the n-th time in this run of the agent: a repeat has an id of its own */
    String actionId(String action, long epoch, long count) {
        AddressRules rules = state.rules();
        return EventIds.command(
                rules.scope(), epoch, rules.node(), action, rules.name() + "#" + rules.instance() + "#" + count);
    }

    AddressDecision decided() {
        return new AddressDecision(state, actions);
    }
}
