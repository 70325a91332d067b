package io.pgbaton.lab.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderAcquired;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscardedTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final List<BusRecord> EVENTS =
            List.of(writable("n1", 12, 1), writable("n2", 40, 2), overwritten("n1", 55, "n2", 40));

    @Test
    void theServerThatLostItsLivingKeyToAnotherIsFound() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40) + put("n1", 55);
        assertEquals(
                List.of(new Discarded(Discarded.Cause.PUT_OVER, new Server("n2", 2), "n1", Instant.EPOCH)),
                Discarded.all(LeaderHistory.parse(history), EVENTS));
    }

    @Test
    void aKeyThatWasGoneBeforeAnotherTookItExcusesNobody() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40);
        assertEquals(List.of(), Discarded.all(LeaderHistory.parse(history), EVENTS));
    }

    @Test
    void whoeverIsPromotedBesideAnOrphanThatLeadsAgainIsFound() {
        String gone = "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n";
        String history = put("n2", 12) + gone + put("n1", 40) + gone + put("n2", 55);
        List<BusRecord> events =
                List.of(writable("n2", 12, 9), writable("n1", 40, 10), acquired("n2", 55), writable("n2", 55, 9));
        assertEquals(
                List.of(new Discarded(Discarded.Cause.ORPHAN_LED_AGAIN, new Server("n1", 10), "n2", Instant.EPOCH)),
                Discarded.all(LeaderHistory.parse(history), events));
    }

    private static BusRecord acquired(String member, long epoch) {
        LeaderAcquired data =
                LeaderAcquired.newBuilder().setMember(member).setEpoch(epoch).build();
        return event(EventType.LEADER_ACQUIRED, member, epoch, data);
    }

    private static String put(String member, long revision) {
        String name = Base64.getEncoder().encodeToString(member.getBytes(StandardCharsets.UTF_8));
        return "{\"Events\":[{\"kv\":{\"mod_revision\":%d,\"value\":\"%s\"}}]}\n".formatted(revision, name);
    }

    private static BusRecord writable(String member, long epoch, int timeline) {
        PrimaryWritable data = PrimaryWritable.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setTimeline(timeline)
                .build();
        return event(EventType.PRIMARY_WRITABLE, member, epoch, data);
    }

    private static BusRecord overwritten(String member, long epoch, String previous, long previousEpoch) {
        LeaderOverwritten data = LeaderOverwritten.newBuilder()
                .setMember(member)
                .setEpoch(epoch)
                .setPreviousMember(previous)
                .setPreviousEpoch(previousEpoch)
                .build();
        return event(EventType.LEADER_OVERWRITTEN, member, epoch, data);
    }

    private static BusRecord event(EventType type, String member, long epoch, Message data) {
        return new BusRecord(
                "id-" + epoch, BusRecord.publicSource(SCOPE), type, SCOPE, member, Instant.EPOCH, "", "", data);
    }
}
