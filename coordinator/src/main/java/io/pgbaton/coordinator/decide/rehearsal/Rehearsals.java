package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is known of a scope's rehearsals. Soft state: whoever takes the scope over knows the last result from its
 * description, and forgets one that went on.
 *
 * @param floor requests up to this revision of the key are over, or go on
 * @param asking our own request on its way to etcd
 * @param waiting asked for while another went on; of several the last
 * @param last the default instance when there was none
 */
public record Rehearsals(
        long floor,
        Optional<Asking> asking,
        Optional<Asked> waiting,
        Optional<Rehearsal> running,
        RehearsalResult last) {
    public static final Rehearsals NONE = after(RehearsalResult.getDefaultInstance());

    /** @param at when it was sent, monotonic nanoseconds */
    public record Asking(RehearsalRequest request, long at) {}

    /** @param last as the scope was last described */
    public static Rehearsals after(RehearsalResult last) {
        return new Rehearsals(0, Optional.empty(), Optional.empty(), Optional.empty(), last);
    }

    /** What is in etcd already is history; another store counts from its own beginning. */
    public Rehearsals known(long revision) {
        return new Rehearsals(revision, asking, waiting, running, last);
    }

    public Rehearsals asking(Asking now) {
        return new Rehearsals(floor, Optional.of(now), waiting, running, last);
    }

    public Rehearsals askedNoMore() {
        return new Rehearsals(floor, Optional.empty(), waiting, running, last);
    }

    public Rehearsals waiting(Optional<Asked> now) {
        return new Rehearsals(floor, asking, now, running, last);
    }

    public Rehearsals running(Rehearsal now) {
        return new Rehearsals(Math.max(floor, now.asked().revision()), asking, waiting, Optional.of(now), last);
    }

    /** It ended without a result; later ones go on to count. */
    public Rehearsals gaveWay(long revision) {
        return new Rehearsals(Math.max(floor, revision), asking, Optional.empty(), Optional.empty(), last);
    }

    public Rehearsals ended(RehearsalResult result) {
        return new Rehearsals(floor, asking, waiting, Optional.empty(), result);
    }

    /** Whether this request has been heard of. */
    public boolean knows(long revision) {
        return revision <= floor
                || waiting.filter(asked -> asked.revision() >= revision).isPresent();
    }

    /** When it was asked for: from our own put on, when it is that. */
    public Asked asked(long revision, RehearsalRequest request, long now) {
        long at = asking.filter(ours -> ours.request().equals(request))
                .map(Asking::at)
                .orElse(now);
        return Asked.now(revision, request, at);
    }

    /** A node's word that it saw a request that goes on or waits. */
    public Rehearsals seen(long revision, String node, long now) {
        return changed(revision, asked -> asked.seenBy(node, now));
    }

    /** etcd has taken our request. */
    public Rehearsals taken(long revision, long now) {
        return changed(revision, asked -> asked.taken(now));
    }

    private Rehearsals changed(long revision, UnaryOperator<Asked> change) {
        return new Rehearsals(
                floor,
                asking,
                waiting.map(asked -> asked.revision() == revision ? change.apply(asked) : asked),
                running.map(one -> one.asked().revision() == revision ? one.with(change.apply(one.asked())) : one),
                last);
    }
}
