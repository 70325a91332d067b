package io.pgbaton.cli.read;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One scope as etcd has it, at one revision: what Patroni wrote and what pgbaton wrote.
 *
 * @param known whether Patroni has any v3 key of this scope
 * @param systemIdentifier as Patroni keeps it; empty also while the first member bootstraps
 * @param leader name in the leader key
 * @param epoch mod_revision of the leader key, with its count, 0 without one
 * @param optime position that the leader last published
 * @param patroniPaused Patroni's own pause
 * @param handsOff what operators ask of pgbaton
 * @param agents those whose registration lives
 */
public record ScopeState(
        Scope scope,
        boolean known,
        Optional<String> systemIdentifier,
        Optional<String> leader,
        long epoch,
        OptionalLong optime,
        boolean patroniPaused,
        HandsOff handsOff,
        List<PatroniMember> members,
        List<AddressState> addresses,
        List<AgentRegistration> agents,
        Optional<HandoverRecord> handover) {

    /** The handover that was one too many and that nobody acknowledged, nor a later one. */
    public Optional<HandoverMark> flapping() {
        return handover.filter(HandoverRecord::hasFlapping)
                .map(HandoverRecord::getFlapping)
                .filter(mark -> acknowledgedEpoch() < mark.getEndedEpoch());
    }

    private long acknowledgedEpoch() {
        String noted = handsOff.acknowledged().getHandover();
        return handover.stream()
                .flatMap(record -> Stream.concat(record.getRecentList().stream(), Stream.of(record.getFlapping())))
                .filter(mark -> mark.getHandover().equals(noted))
                .mapToLong(HandoverMark::getEndedEpoch)
                .max()
                .orElse(-1);
    }

    public boolean isLeader(PatroniMember member) {
        return leader.filter(member.name()::equals).isPresent();
    }

    public Optional<AgentRegistration> agentOf(PatroniMember member) {
        return agents.stream()
                .filter(agent -> agent.getMember().equals(member.name()))
                .findFirst();
    }

    /** Bytes behind the leader's last published position; empty where either is unknown, and for the leader. */
    public OptionalLong lag(PatroniMember member) {
        if (isLeader(member) || optime.isEmpty() || member.location().isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Math.max(0, optime.getAsLong() - member.location().getAsLong()));
    }
}
