package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import java.util.Optional;

/**
 * What is on the interface. Hard state of the kernel: looked at again after a restart.
 *
 * @param known it was looked at
 * @param flight the change that is on its way; a DROP may follow another at once, because it waits for nobody (R4)
 * @param startedAt when that change was asked for
 * @param applied deadline that the kernel's lifetime stands for
 * @param raises how often it was raised in this run; part of the id of an intent
 * @param drops how often it was dropped in this run; part of the id of an outcome
 * @param raisedFor epoch of the last raise: its outcome belongs to that one, whatever is confirmed by then
 * @param notBefore a change that failed is not tried again before this
 * @param reason why the change on its way was asked for
 * @param claims what other machines claimed of it
 */
record LinkFacts(
        boolean known,
        boolean present,
        Optional<LinkOperation> flight,
        long startedAt,
        long applied,
        long raises,
        long drops,
        long raisedFor,
        long notBefore,
        String reason,
        Claims claims) {

    static final LinkFacts UNKNOWN = new LinkFacts(false, false, Optional.empty(), 0, 0, 0, 0, 0, 0, "", Claims.NONE);

    LinkFacts started(LinkOperation operation, long at, long deadline, String why) {
        boolean raise = operation == LinkOperation.RAISE;
        return new LinkFacts(
                known,
                present,
                Optional.of(operation),
                at,
                operation == LinkOperation.DROP ? applied : deadline,
                raise ? raises + 1 : raises,
                operation == LinkOperation.DROP ? drops + 1 : drops,
                raisedFor,
                notBefore,
                why,
                claims);
    }

    LinkFacts raisedFor(long epoch) {
        return new LinkFacts(
                known, present, flight, startedAt, applied, raises, drops, epoch, notBefore, reason, claims);
    }

    /** On the interface, and not about to leave it. */
    boolean staying() {
        return present && flight.filter(f -> f == LinkOperation.DROP).isEmpty();
    }

    /** The end of an operation that another has followed says what is there, and leaves the other on its way. */
    LinkFacts ended(LinkOperation operation, boolean nowPresent) {
        Optional<LinkOperation> left = flight.filter(f -> f != operation);
        return new LinkFacts(
                true, nowPresent, left, startedAt, applied, raises, drops, raisedFor, notBefore, reason, claims);
    }

    LinkFacts notBefore(long at) {
        return new LinkFacts(known, present, flight, startedAt, applied, raises, drops, raisedFor, at, reason, claims);
    }

    LinkFacts with(Claims now) {
        return new LinkFacts(
                known, present, flight, startedAt, applied, raises, drops, raisedFor, notBefore, reason, now);
    }

    LinkFacts seen(boolean nowPresent) {
        return new LinkFacts(
                true, nowPresent, flight, startedAt, applied, raises, drops, raisedFor, notBefore, reason, claims);
    }
}
