package io.pgbaton.cli.chain;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.TopicScan;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Brings the records of the audit topic to the verifier. */
public final class AuditReading {
    private final BusSettings bus;
    private final Duration patience;

    public AuditReading(BusSettings bus, Duration patience) {
        this.bus = bus;
        this.patience = patience;
    }

    /**
     * @param scopes empty for all
     * @param progress called with what is read and how much there is
     */
    public List<SourceReport> read(StartAt start, List<Scope> scopes, BiConsumer<Long, Long> progress) {
        try (TopicScan scan = TopicScan.open(bus, Topic.AUDIT, start, patience)) {
            ChainVerifier verifier = new ChainVerifier(scan.fromTheVeryFirst());
            scan.read(
                    record -> {
                        Link link = Link.of(record);
                        if (scopes.isEmpty() || scopes.stream().anyMatch(scope -> concerns(scope, record, link))) {
                            verifier.add(link);
                        }
                    },
                    read -> progress.accept(read, scan.size()));
            return verifier.reports();
        } catch (KafkaException e) {
            throw new CliFault(
                    ExitCode.UNREACHABLE,
                    "the audit on the bus at " + String.join(", ", bus.bootstrap()) + " cannot be read: "
                            + e.getMessage());
        }
    }

    /** Whether a record of this source speaks for the scope. */
    public static boolean isOf(Scope scope, String source) {
        String own = BusRecord.publicSource(scope);
        return source.equals(own) || source.startsWith(own + "/");
    }

    /** By its key too: of one that says nothing else, it says whose it was meant to be. */
    private static boolean concerns(Scope scope, ConsumerRecord<String, byte[]> record, Link link) {
        return isOf(scope, link.source()) || scope.key().equals(record.key());
    }
}
