package io.pgbaton.lab.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.PrimaryWritable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PutOverTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final List<BusRecord> WRITABLE = List.of(writable("n1", 12, 1), writable("n2", 40, 2));

    @Test
    void theServerThatLostItsLivingKeyToAnotherIsFound() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40) + put("n1", 55);
        assertEquals(Set.of(new Server("n2", 2)), PutOver.servers(LeaderHistory.parse(history), WRITABLE));
    }

    @Test
    void aKeyThatWasGoneBeforeAnotherTookItExcusesNobody() {
        String history = put("n1", 12) + "{\"Events\":[{\"type\":1,\"kv\":{}}]}\n" + put("n2", 40);
        assertEquals(Set.of(), PutOver.servers(LeaderHistory.parse(history), WRITABLE));
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
        return new BusRecord(
                "id-" + epoch,
                BusRecord.publicSource(SCOPE),
                EventType.PRIMARY_WRITABLE,
                SCOPE,
                member,
                Instant.EPOCH,
                "",
                "",
                data);
    }
}
