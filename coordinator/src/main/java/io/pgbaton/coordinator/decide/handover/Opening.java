package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.EpochFacts.Known;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.Roster;
import java.time.Instant;
import java.util.Optional;

/**
 * What is fixed when a handover opens, and kept in etcd: whoever takes the scope over must not ask again.
 *
 * @param id correlation id of everything in it, derived from the epoch that ends
 * @param kind by what was known then; {@link KindRule} refines it
 * @param requestRevision of the switchover request that opened it, 0 when the end of the epoch did; with the id it
 *     names one opening
 * @param old what was known of the leader whose epoch ends
 * @param firstSign when the old leader's own agent first saw something wrong
 * @param started when what opened it happened, on the clock of whoever saw it
 * @param causeId id of the observation that opened it
 */
public record Opening(
        String id,
        long endedEpoch,
        HandoverKind kind,
        long requestRevision,
        Known old,
        Optional<Instant> firstSign,
        Instant started,
        Roster roster,
        String reason,
        String causeId) {

    public String oldMember() {
        return old.member();
    }

    /** The first leader a scope ever has follows nobody. */
    public boolean isBootstrap() {
        return endedEpoch == 0;
    }

    Opening of(HandoverKind refined) {
        return new Opening(id, endedEpoch, refined, requestRevision, old, firstSign, started, roster, reason, causeId);
    }

    /** Tells apart two openings of one handover: asked for, withdrawn, and ended later. */
    public String anchor() {
        return id + "@" + requestRevision;
    }
}
