package io.pgbaton.cli.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.PgbatonMain;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.TopicScan;
import io.pgbaton.runtime.bus.TopicSlice;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code audit verify} as it is typed, on a real bus: the audit of a daemon that was killed several times is whole, and each
 * way of tampering with a copy of it is found.
 */
class AuditVerifyTest {
    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    private static final String GOOD = "good.";
    private static final int KILLS = 3;
    private static final int PARTITION = TopicSlice.partitionOf(new Scope("service", "demo"));

    @TempDir
    static Path folder;

    private static Admin admin;
    private static List<ProducerRecord<String, byte[]>> honest;

    /** Of the last life, which nobody killed: it is there once. */
    private static int place;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void aDaemonWritesAnAuditAndIsKilledAgainAndAgain() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()));
        for (Topic topic : Topic.values()) {
            create(topic.name(GOOD));
        }
        for (int life = 0; life < KILLS; life++) {
            live(0, 700 + 300 * life);
        }
        live(50, Integer.MAX_VALUE);
        honest = recordsOf(GOOD);
        place = honest.size() - 30;
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    void whatADaemonWroteThatWasKilledIsWholeAndItsRepeatsAreNoFault() throws Exception {
        assertEquals(ExitCode.OK, verify(GOOD, "-o", "json"), out::toString);
        JsonObject source = onlySource();
        assertEquals("whole", source.getString("verdict"));
        assertEquals(1, source.getLong("first"));
        assertEquals(honest.size(), source.getLong("records"));
        assertEquals(source.getLong("last"), source.getLong("records") - source.getLong("repeats"));
        assertTrue(source.getLong("repeats") > 0, "no life left anything behind: " + source);
    }

    @Test
    void forPeopleThereIsALineForEachSource() throws Exception {
        assertEquals(ExitCode.OK, verify(GOOD, "service/demo"));
        assertTrue(out.toString().contains("/pgbaton/service/demo/n1/node-agent  " + honest.size()), out::toString);
        assertTrue(out.toString().contains("whole"), out::toString);
    }

    @Test
    void aRecordThatWasLeftOutIsNamed() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        records.remove(place);
        assertBroken("missing", publish("without.", records), place);
    }

    @Test
    void anAlteredByteIsNamed() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        byte[] data = records.get(place).value();
        data[new String(data, UTF_8).indexOf("write")] = 'W';
        assertBroken("altered", publish("data.", records), place);
        assertTrue(out.toString().contains("\"sequence\" : " + sequence(honest.get(place))), out::toString);
    }

    @Test
    void anAlteredAttributeIsNamed() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        Tape.alter(records.get(place), "time", "2020-01-01T00:00:00Z");
        assertBroken("altered", publish("time.", records), place);
    }

    @Test
    void aRecordThatIsThereTwiceIsNamed() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        records.add(place + 1, Tape.copy(records.get(place)));
        assertBroken("doubled", publish("twice.", records), place + 1);
    }

    @Test
    void recordsThatChangedPlacesAreNamed() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        Collections.swap(records, place, place + 1);
        assertBroken("out of order", publish("swapped.", records), place + 1);
        out.getBuffer().setLength(0);
        verify("swapped.");
        assertTrue(out.toString().contains("at audit/" + PARTITION + " offset " + (place + 1)), out::toString);
        assertTrue(out.toString().contains("-> its writer did not send it late"), out::toString);
    }

    @Test
    void aRecordThatIsNoneOfOursIsAFinding() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy().subList(0, 10);
        records.add(new ProducerRecord<>("", null, "service/demo", "junk".getBytes(UTF_8)));
        publish("junk.", records);
        assertEquals(ExitCode.BROKEN, verify("junk."));
        assertTrue(out.toString().contains("unreadable"), out::toString);
    }

    @Test
    void whatRetentionTookIsNotMissing() throws Exception {
        publish("short.", copy());
        TopicPartition partition = new TopicPartition(Topic.AUDIT.name("short."), PARTITION);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(200)))
                .all()
                .get();
        assertEquals(ExitCode.OK, verify("short."), out::toString);
        assertTrue(
                out.toString()
                        .contains("whole from record " + sequence(honest.get(200)) + " on, the oldest that is left"),
                out::toString);
    }

    @Test
    void aJournalThatWasDeletedHasAnExitCodeOfItsOwn() throws Exception {
        List<ProducerRecord<String, byte[]>> records = copy();
        records.addAll(Tape.of(50).records);
        publish("anew.", records);
        assertEquals(ExitCode.UNPROVEN, verify("anew."), out::toString);
        assertTrue(out.toString().contains("restarted"), out::toString);
    }

    @Test
    void itsHelpNamesTheExitCodes() throws Exception {
        assertEquals(ExitCode.OK, verify(GOOD, "--help"));
        assertTrue(out.toString().contains("4   a chain is broken"), out::toString);
    }

    @Test
    void aScopeThatIsNotThereIsNoWholeAudit() throws Exception {
        assertEquals(ExitCode.NOT_FOUND, verify(GOOD, "service/typo"));
        assertTrue(err.toString().contains("no record of service/typo"), err::toString);
    }

    @Test
    void anAuditThatIsNotThereIsSaid() throws Exception {
        assertEquals(ExitCode.UNREACHABLE, verify("nowhere.", "--timeout", "3"));
        assertTrue(err.toString().contains("nowhere.audit"), err::toString);
    }

    private void assertBroken(String fault, String prefix, long offset) throws Exception {
        assertEquals(ExitCode.BROKEN, verify(prefix, "-o", "json"), out::toString);
        JsonObject first = onlySource().getJsonArray("findings").getJsonObject(0);
        assertEquals(fault, first.getString("fault"), out::toString);
        assertEquals(offset, first.getLong("offset"), out::toString);
        assertEquals(PARTITION, first.getInteger("partition"));
    }

    private JsonObject onlySource() {
        JsonObject all = new JsonObject(out.toString());
        assertEquals(1, all.getJsonArray("sources").size());
        return all.getJsonArray("sources").getJsonObject(0);
    }

    private int verify(String prefix, String... words) throws Exception {
        Path config = Files.writeString(
                folder.resolve(prefix + "yaml"),
                "bus: {bootstrap: [\"%s\"], topicPrefix: \"%s\"}%n".formatted(BROKER.bootstrap(), prefix));
        List<String> all = new ArrayList<>(List.of("audit", "verify", "--config", config.toString()));
        all.addAll(Arrays.asList(words));
        return PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** As one life of a daemon; killed when so many records are on the bus. */
    private static void live(int most, int killAt) throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditVictim.class.getName(),
                        BROKER.bootstrap(),
                        GOOD,
                        folder.resolve("journal").toString(),
                        Integer.toString(most))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = victim.inputReader(UTF_8)) {
            int published = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                published += line.equals("published") ? 1 : 0;
                if (published == killAt) {
                    victim.toHandle().destroyForcibly();
                }
            }
        }
        assertTrue(victim.waitFor(60, TimeUnit.SECONDS));
        assertEquals(most == 0 ? 137 : 0, victim.exitValue());
    }

    private static List<ProducerRecord<String, byte[]>> recordsOf(String prefix) {
        List<ProducerRecord<String, byte[]>> found = new ArrayList<>();
        BusSettings bus = new BusSettings(List.of(BROKER.bootstrap()), prefix, Map.of());
        try (TopicScan scan = TopicScan.open(bus, Topic.AUDIT, StartAt.BEGINNING, Duration.ofSeconds(30))) {
            scan.read(
                    one -> found.add(new ProducerRecord<>(
                            one.topic(),
                            null,
                            one.key(),
                            one.value(),
                            new RecordHeaders(one.headers().toArray()))),
                    read -> {});
        }
        return found;
    }

    private static List<ProducerRecord<String, byte[]>> copy() {
        return new ArrayList<>(honest.stream().map(Tape::copy).toList());
    }

    private static long sequence(ProducerRecord<String, byte[]> record) {
        return Long.parseLong(
                new String(record.headers().lastHeader("ce_sequence").value(), UTF_8));
    }

    private static String publish(String prefix, List<ProducerRecord<String, byte[]>> records) throws Exception {
        String topic = Topic.AUDIT.name(prefix);
        create(topic);
        // One batch at a time: of several sent to a topic that is new, the broker may refuse the first and take the
        // next.
        Map<String, Object> settings =
                Map.of("bootstrap.servers", BROKER.bootstrap(), "max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(one -> sent.add(
                    producer.send(new ProducerRecord<>(topic, PARTITION, one.key(), one.value(), one.headers()))));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
        return prefix;
    }

    private static void create(String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, Topic.PARTITIONS, (short) 1)))
                .all()
                .get();
    }
}
