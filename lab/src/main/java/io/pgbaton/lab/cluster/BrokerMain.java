package io.pgbaton.lab.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A single KRaft node, broker and controller in one; its storage is formatted on the first start. */
public final class BrokerMain {
    private static final Logger log = LoggerFactory.getLogger(BrokerMain.class);

    private BrokerMain() {}

    /** Arguments: data folder, address, port, port of the controller. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Properties properties = settings(data, arguments[1], arguments[2], arguments[3]);
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data, properties);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        log.info("Broker is ready address={}:{}", arguments[1], arguments[2]);
        server.awaitShutdown();
    }

    private static void format(Path data, Properties properties) throws IOException {
        Path file = Files.createTempFile("broker", ".properties");
        try {
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
            String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
            int exit = StorageTool.execute(command, System.out);
            if (exit != 0) {
                throw new IOException("formatting " + data + " failed: exit=" + exit);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static Properties settings(Path data, String ip, String port, String controllerPort) {
        String controller = "127.0.0.1:" + controllerPort;
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.listener.names", "CONTROLLER",
                "controller.quorum.voters", "1@" + controller,
                "listeners", "PLAINTEXT://" + ip + ":" + port + ",CONTROLLER://" + controller,
                "advertised.listeners", "PLAINTEXT://" + ip + ":" + port + ",CONTROLLER://" + controller,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", data.toString()));
        settings.putAll(oneReplica());
        settings.putAll(smallMemory());
        return settings;
    }

    private static Map<String, String> oneReplica() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "auto.create.topics.enable", "false",
                // A killed broker may register again only when its old session has ended: 9 s by default.
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500");
    }

    /** The log cleaner alone would take 128 MiB of heap by default. */
    private static Map<String, String> smallMemory() {
        return Map.of(
                "log.cleaner.dedupe.buffer.size", "2097152",
                "log.cleaner.threads", "1",
                "log.segment.bytes", "16777216",
                "log.index.size.max.bytes", "1048576",
                "num.network.threads", "1",
                "num.io.threads", "2",
                "num.replica.fetchers", "1",
                "background.threads", "1",
                "group.coordinator.threads", "1",
                "group.initial.rebalance.delay.ms", "0");
    }
}
