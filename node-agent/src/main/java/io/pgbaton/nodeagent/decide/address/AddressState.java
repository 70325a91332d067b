package io.pgbaton.nodeagent.decide.address;

/** Everything the address machine knows, as seven groups of facts; every decision replaces it whole. */
public record AddressState(
        AddressRules rules,
        ScopeFacts scope,
        KeyFacts key,
        Evidence evidence,
        LinkFacts link,
        Orders orders,
        Hands hands,
        Acquisition acquisition) {

    /** @param at now; an address found on the interface has to be confirmed within one lifetime from here */
    public static AddressState initial(AddressRules rules, long at) {
        return new AddressState(
                rules,
                ScopeFacts.UNKNOWN,
                KeyFacts.UNKNOWN,
                Evidence.none(at),
                LinkFacts.UNKNOWN,
                Orders.NONE,
                Hands.FREE,
                Acquisition.NONE);
    }

    /** The epoch in which we lead, 0 when we do not. */
    public long epoch() {
        return scope.epochOf(rules.member());
    }

    /** Whether the address is on our interface, as far as we know. */
    public boolean present() {
        return link.present();
    }

    /** Until when we may carry it without another confirmation, CLOCK_BOOTTIME in nanoseconds. */
    public long deadline() {
        return evidence.confirmedAt() + rules.lifetime();
    }

    /** When the last confirmation was sent, CLOCK_BOOTTIME in nanoseconds. */
    public long confirmedAt() {
        return evidence.confirmedAt();
    }

    /** Why the address would not be taken here, were this member the leader; "" when it would be (R11). */
    public String withheld() {
        return hands.detail();
    }

    /** Whether the address key names us. */
    public boolean keyMine() {
        return key.reading().mine();
    }

    public KeyReading keyReading() {
        return key.reading();
    }

    AddressState with(ScopeFacts now) {
        return new AddressState(rules, now, key, evidence, link, orders, hands, acquisition);
    }

    AddressState with(KeyFacts now) {
        return new AddressState(rules, scope, now, evidence, link, orders, hands, acquisition);
    }

    AddressState with(Evidence now) {
        return new AddressState(rules, scope, key, now, link, orders, hands, acquisition);
    }

    AddressState with(LinkFacts now) {
        return new AddressState(rules, scope, key, evidence, now, orders, hands, acquisition);
    }

    AddressState with(Orders now) {
        return new AddressState(rules, scope, key, evidence, link, now, hands, acquisition);
    }

    AddressState with(Hands now) {
        return new AddressState(rules, scope, key, evidence, link, orders, now, acquisition);
    }

    AddressState with(Acquisition now) {
        return new AddressState(rules, scope, key, evidence, link, orders, hands, now);
    }
}
