package io.pgbaton.runtime.bus;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.v1.LeaderLost;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Loads the classes of the codec before the first handover has to: cold they cost it some hundred milliseconds. */
final class CodecWarmup {

    private CodecWarmup() {}

    static Decoded run() {
        Scope scope = new Scope("warm", "up");
        BusRecord sample = new BusRecord(
                "0",
                BusRecord.source(scope, "node", "daemon"),
                EventType.LEADER_LOST,
                scope,
                "member",
                Instant.EPOCH,
                "0",
                "0",
                LeaderLost.getDefaultInstance());
        Numbered chained = Numbered.chained(sample, 1, HashChain.START);
        ProducerRecord<String, byte[]> out = CloudEventCodec.encode("none", chained, false, Instant.EPOCH);
        return CloudEventCodec.decode(new ConsumerRecord<>(
                out.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                out.key(),
                out.value(),
                out.headers(),
                Optional.empty()));
    }
}
