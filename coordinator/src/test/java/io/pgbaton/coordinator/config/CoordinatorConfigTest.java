package io.pgbaton.coordinator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.Stability;
import io.pgbaton.coordinator.decide.backup.AfterFailover;
import io.pgbaton.coordinator.decide.backup.Calendar;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.coordinator.decide.healing.HealingPolicy;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFile;
import io.pgbaton.runtime.config.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorConfigTest {
    private static final String MINIMUM =
            """
            name: co1
            bus: {bootstrap: ["10.0.0.9:9092"]}
            etcd: {endpoints: ["http://10.0.0.11:2379"]}
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsLeftOutHasADefault() throws Exception {
        CoordinatorConfig config = load(
                """
                name: co1
                bus: {bootstrap: ["10.0.0.9:9092"]}
                etcd: {endpoints: ["http://10.0.0.11:2379"]}
                """);
        assertEquals(new HostPort("0.0.0.0", 7481), config.http());
        assertEquals(Duration.ofSeconds(30), config.handoverTimeout());
        assertEquals(Stability.Limits.USUAL, config.flapping());
        assertEquals(Schedule.USUAL, config.rehearsal());
        assertEquals("pgbaton.", config.bus().topicPrefix());
        assertEquals(
                Path.of("/var/lib/pgbaton/coordinator/journal"),
                config.journal().folder());
        assertEquals(256L << 20, config.journal().maxBytes());
        assertEquals(config.etcd(), config.etcdOf(new Scope("service", "demo")));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        CoordinatorConfig config = load(
                """
                name: co2
                http: 127.0.0.1:7999
                journal: {folder: /srv/journal, maxBytes: 1GiB}
                bus: {bootstrap: ["10.0.0.9:9092"], topicPrefix: test.}
                etcd: {endpoints: ["http://10.0.0.11:2379"]}
                clusters:
                  - {scope: other/demo, etcd: {endpoints: ["http://10.1.0.11:2379"]}}
                handoverTimeout: 45s
                rehearsal: {every: 0s, budget: 500ms}
                flapping: {count: 4, window: 2h}
                """);
        assertEquals(new Stability.Limits(4, Duration.ofHours(2)), config.flapping());
        assertEquals("co2", config.name());
        assertEquals(Path.of("/srv/journal"), config.journal().folder());
        assertEquals(1L << 30, config.journal().maxBytes());
        assertEquals(new HostPort("127.0.0.1", 7999), config.http());
        assertEquals("test.", config.bus().topicPrefix());
        assertEquals(Duration.ofSeconds(45), config.handoverTimeout());
        assertEquals(new Schedule(Duration.ZERO, Duration.ofMillis(500)), config.rehearsal());
        assertEquals(
                List.of("http://10.1.0.11:2379"),
                config.etcdOf(new Scope("other", "demo")).endpoints());
    }

    @Test
    void everyFaultIsToldAtOnce() {
        String faults = refused(
                """
                name: "two words"
                buss: {bootstrap: ["10.0.0.9:9092"]}
                clusters:
                  - {scope: demo, etcd: {endpoints: ["http://10.1.0.11:2379"]}}
                handoverTimeout: 1s
                rehearsal: {every: 1s}
                """);
        assertTrue(faults.contains("name"), faults);
        assertTrue(faults.contains("did you mean `bus`?"), faults);
        assertTrue(faults.contains("etcd"), faults);
        assertTrue(faults.contains("<namespace>/<scope>"), faults);
        assertTrue(faults.contains("between 5s and 10m"), faults);
        assertTrue(faults.contains("between 10s and 1d, or 0s for never"), faults);
    }

    @Test
    void aScopeThatIsNamedTwiceIsRefused() {
        String faults = refused(
                """
                name: co1
                bus: {bootstrap: ["10.0.0.9:9092"]}
                etcd: {endpoints: ["http://10.0.0.11:2379"]}
                clusters:
                  - {scope: other/demo, etcd: {endpoints: ["http://10.1.0.11:2379"]}}
                  - {scope: other/demo, etcd: {endpoints: ["http://10.2.0.11:2379"]}}
                """);
        assertTrue(faults.contains("other/demo is named twice"), faults);
    }

    @Test
    void aPolicyHasDefaultsForAllButItsScopeAndWhenItIsOverdue() throws Exception {
        CoordinatorConfig config = load(MINIMUM + "backups: [{scope: service/demo, overdue: 2d}]");
        Policy policy = new Policy(
                Work.BACKUPS, "demo", 1, Map.of(), ZoneOffset.UTC, Duration.ofDays(2), AfterFailover.IF_NEEDED, false);
        assertEquals(List.of(policy), config.backupsOf(new Scope("service", "demo")));
        assertEquals(List.of(), config.backupsOf(new Scope("service", "other")));
    }

    @Test
    void everyKeyOfAPolicyIsRead() throws Exception {
        CoordinatorConfig config = load(
                MINIMUM
                        + """
                backups:
                  - scope: service/demo
                    stanza: main
                    repo: 2
                    calendars: {full: "0 1 * * 0", incr: "0 */4 * * *"}
                    zone: Europe/Berlin
                    overdue: 26h
                    afterFailover: always
                    fromStandby: true
                """);
        Policy policy = new Policy(
                Work.BACKUPS,
                "main",
                2,
                Map.of(
                        BackupType.BACKUP_TYPE_FULL, Calendar.of("0 1 * * 0"),
                        BackupType.BACKUP_TYPE_INCR, Calendar.of("0 */4 * * *")),
                ZoneId.of("Europe/Berlin"),
                Duration.ofHours(26),
                AfterFailover.ALWAYS,
                true);
        assertEquals(List.of(policy), config.backupsOf(new Scope("service", "demo")));
    }

    @Test
    void drillsAreAPolicyOfTheirOwnBesideTheBackups() throws Exception {
        CoordinatorConfig config = load(
                MINIMUM + "backups: [{scope: service/demo, overdue: 2d, drill: \"0 4 * * 6\", zone: Europe/Berlin}]");
        List<Policy> policies = config.backupsOf(new Scope("service", "demo"));
        assertEquals(2, policies.size());
        assertEquals(Policy.drills("demo", 1, Calendar.of("0 4 * * 6"), ZoneId.of("Europe/Berlin")), policies.get(1));
    }

    @Test
    void soIsWhatRetentionLetsGo() throws Exception {
        CoordinatorConfig config = load(
                MINIMUM + "backups: [{scope: service/demo, overdue: 2d, drill: \"0 4 * * 6\", expire: \"0 3 * * *\"}]");
        List<Policy> policies = config.backupsOf(new Scope("service", "demo"));
        assertEquals(3, policies.size());
        assertEquals(Policy.expiry("demo", 1, Calendar.of("0 3 * * *"), ZoneOffset.UTC), policies.get(2));
        assertEquals(
                List.of("demo/repo1", "demo/repo1/drill", "demo/repo1/expire"),
                policies.stream().map(Policy::key).toList());
    }

    @Test
    void r11NoMemberIsHealedUnlessItIsAskedFor() throws Exception {
        assertEquals(Optional.empty(), load(MINIMUM).healingOf(new Scope("service", "demo")));
        CoordinatorConfig config = load(MINIMUM + "healing: [{scope: service/demo, after: 30s, perDay: 1}]");
        assertEquals(
                Optional.of(new HealingPolicy("demo", Duration.ofSeconds(30), 1)),
                config.healingOf(new Scope("service", "demo")));
        String faults = refused(MINIMUM + "healing: [{scope: service/demo}, {scope: service/demo}]");
        assertTrue(faults.contains("service/demo is named twice under `healing`"), faults);
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefusedWithItsPlaceAndTheReason() {
        String faults = refused(
                MINIMUM
                        + """
                backups:
                  - scope: service/demo
                    calendars: {full: "0 25 * * *", incr: "0 1 31 2 *"}
                    zone: Europe/Berlim
                    drill: weekly
                    expire: "61 * * * *"
                    afterFailover: perhaps
                """);
        assertTrue(faults.contains("backups[0].calendars.full"), faults);
        assertTrue(faults.contains("`0 25 * * *` cannot be used: Value 25 not in range [0, 23]"), faults);
        assertTrue(faults.contains("`0 1 31 2 *` cannot be used: no year has such a day"), faults);
        assertTrue(faults.contains("as in Europe/Berlin"), faults);
        assertTrue(faults.contains("if-needed"), faults);
        assertTrue(faults.contains("backups[0].overdue"), faults);
        assertTrue(faults.contains("backups[0].drill"), faults);
        assertTrue(faults.contains("backups[0].expire"), faults);
    }

    @Test
    void aRepositoryThatHasTwoPoliciesIsRefused() {
        String faults =
                refused(MINIMUM + "backups: [{scope: service/demo, overdue: 2d}, {scope: service/demo, overdue: 3d}]");
        assertTrue(faults.contains("demo/repo1 of service/demo has two entries under `backups`"), faults);
    }

    private String refused(String text) {
        ConfigException refused = assertThrows(ConfigException.class, () -> load(text));
        return refused.faults().toString();
    }

    private CoordinatorConfig load(String text) throws ConfigException, IOException {
        Path file = Files.writeString(folder.resolve("coordinator.yaml"), text);
        return ConfigFile.load(file, CoordinatorConfig::read).config();
    }
}
