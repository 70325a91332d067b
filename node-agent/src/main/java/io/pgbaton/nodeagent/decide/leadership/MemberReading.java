package io.pgbaton.nodeagent.decide.leadership;

import io.pgbaton.proto.v1.Member;
import java.util.Map;

/**
 * One member key of Patroni. The role is never trusted without the leader key: a restarted stale leader says "master".
 *
 * @param walPosition bytes, received or written, 0 when the key does not say
 * @param modRevision of the key
 */
public record MemberReading(
        String name,
        String role,
        String state,
        long timeline,
        long walPosition,
        String apiUrl,
        String host,
        int port,
        String version,
        Map<String, String> tags,
        long modRevision) {
    public MemberReading {
        tags = Map.copyOf(tags);
    }

    /** What is worth telling: a mere position is not, it changes with every loop of Patroni. */
    boolean differsFrom(MemberReading other) {
        return !role.equals(other.role)
                || !state.equals(other.state)
                || timeline != other.timeline
                || !apiUrl.equals(other.apiUrl)
                || !tags.equals(other.tags);
    }

    /** @param leaderPosition in bytes, 0 when unknown: then it has no lag */
    public Member message(long leaderPosition) {
        Member.Builder message = Member.newBuilder()
                .setName(name)
                .setRole(role)
                .setState(state)
                .setTimeline((int) timeline)
                .setApiUrl(apiUrl)
                .setHost(host)
                .setPort(port)
                .setPatroniVersion(version)
                .putAllTags(tags);
        if (leaderPosition > 0 && walPosition > 0) {
            message.setLagBytes(Math.max(0, leaderPosition - walPosition));
        }
        return message.build();
    }
}
