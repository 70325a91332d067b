package io.pgbaton.lab.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PutOverTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final List<BusRecord> EVENTS =
            List.of(writable("n1", 12, 1), writable("n2", 40, 2), overwritten("n1", 55, "n2", 40));

    @Test
    void theServerThatLostItsLivingKeyToAnotherIsFound() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40) + put("n1", 55);
        assertEquals(
                List.of(new PutOver(new Server("n2", 2), "n1", Instant.EPOCH)),
                PutOver.all(LeaderHistory.parse(history), EVENTS));
    }

    @Test
    void aKeyThatWasGoneBeforeAnotherTookItExcusesNobody() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40);
        assertEquals(List.of(), PutOver.all(LeaderHistory.parse(history), EVENTS));
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
