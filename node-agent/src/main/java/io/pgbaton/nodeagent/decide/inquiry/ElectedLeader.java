package io.pgbaton.nodeagent.decide.inquiry;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import java.util.Map;
import java.util.Optional;

/**
 * A leader that no probe of this node looks at.
 *
 * @param url of its Patroni, empty when it cannot be asked
 * @param obstacle why it cannot, and what to do about it; empty when it can
 */
public record ElectedLeader(long epoch, String member, String url, String obstacle) {
    private static final String MEND = ": correct restapi.connect_address in its Patroni's configuration";

    /**
     * Empty when nobody leads, when the leader is the member beside this agent, whose PostgreSQL is asked itself, and in
     * a standby cluster, whose leader takes no writes.
     *
     * @param own Patroni name of the member beside this agent, empty on a pure HAProxy host
     */
    public static Optional<ElectedLeader> in(ScopeReading reading, String own) {
        return reading.leader()
                .filter(leader -> !leader.member().equals(own) && !reading.standbyCluster())
                .map(leader -> of(leader, reading.members()));
    }

    boolean isOf(long otherEpoch, String otherMember) {
        return epoch == otherEpoch && member.equals(otherMember);
    }

    boolean canBeAsked() {
        return obstacle.isEmpty();
    }

    private static ElectedLeader of(LeaderReading leader, Map<String, MemberReading> members) {
        String name = leader.member();
        MemberReading member = members.get(name);
        if (member == null || member.apiUrl().isEmpty()) {
            return cannot(leader, "the key of member " + name + " names no api_url" + MEND);
        }
        // An address such as 127.0.0.1 that every member gives: whoever answers there, it may be another than the
        // leader.
        return members.values().stream()
                .filter(other -> !other.name().equals(name) && other.apiUrl().equals(member.apiUrl()))
                .findFirst()
                .map(other -> cannot(leader, name + " and " + other.name() + " give the same api_url" + MEND))
                .orElseGet(() -> new ElectedLeader(leader.epoch(), name, member.apiUrl(), ""));
    }

    private static ElectedLeader cannot(LeaderReading leader, String obstacle) {
        return new ElectedLeader(leader.epoch(), leader.member(), "", obstacle);
    }
}
