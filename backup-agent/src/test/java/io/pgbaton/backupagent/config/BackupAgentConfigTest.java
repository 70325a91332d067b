package io.pgbaton.backupagent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupAgentConfigTest {
    private static final String HEAD =
            "node: bk1\nbus: {bootstrap: [\"b:9092\"]}\netcd: {endpoints: [\"http://e:2379\"]}\n";

    @TempDir
    Path folder;

    @Test
    void theLeastThatIsNeeded() throws Exception {
        BackupAgentConfig config = load(
                """
                node: bk1
                bus: {bootstrap: ["b:9092"]}
                etcd: {endpoints: ["http://e:2379"]}
                stanzas: [{name: demo, scope: service/demo}]
                """);
        assertEquals(7482, config.http().port());
        assertEquals(List.of(1), config.stanzas().get(0).repos());
        assertEquals(LimitsConfig.USUAL, config.limits());
    }

    @Test
    void allFaultsAreToldAtOnceEachWithItsPlace() {
        String faults = faults(
                """
                node: "b k"
                bus: {bootstrap: ["b:9092"]}
                etcd: {endpoints: ["http://e:2379"]}
                limits: {run: 5s, keepRun: 9}
                stanzas: [{name: demo, scope: demo, repos: ["0"]}]
                """);
        for (String place : List.of("node", "limits.run", "limits.keepRun", "keepRuns", "stanzas[0].scope", "repos")) {
            assertTrue(faults.contains(place), () -> place + " is not in:\n" + faults);
        }
    }

    @Test
    void drillsHaveDefaultsForAllButTheirFolder() throws Exception {
        BackupAgentConfig config = load(
                HEAD
                        + """
                drill: {folder: /srv/drill}
                stanzas: [{name: demo, scope: service/demo, probe: {sql: "select 1", expect: "1"}}]
                """);
        DrillConfig drill = config.drill().orElseThrow();
        assertEquals(DrillConfig.Recover.BACKUP, drill.recover());
        assertEquals("postgres", drill.user());
        assertEquals("postgres", config.stanzas().get(0).probe().orElseThrow().database());
    }

    @Test
    void aDrillThatMakesNoSenseIsRefusedWithItsPlace() {
        String faults = faults(
                HEAD
                        + """
                drill: {folder: here, recover: all, timeout: 1s, settings: ["fsync"]}
                stanzas: [{name: demo, scope: service/demo}]
                """);
        for (String place : List.of("drill.folder", "drill.recover", "drill.timeout", "drill.settings")) {
            assertTrue(faults.contains(place), () -> place + " is not in:\n" + faults);
        }
        assertTrue(faults(HEAD + "stanzas: [{name: demo, scope: service/demo, probe: {database: shop}}]\n")
                .contains("either `sql` or `file`"));
    }

    @Test
    void besideADatabaseMembersAreEnough() throws Exception {
        MemberConfig member =
                load("""
                        node: n4
                        bus: {bootstrap: ["b:9092"]}
                        etcd: {endpoints: ["http://e:2379"]}
                        members:
                        - {scope: service/demo2, name: n4, dataDirectory: /var/lib/postgresql/15/demo2}
                        """)
                        .members()
                        .get(0);
        assertEquals("http://127.0.0.1:8008", member.patroni().toString());
        assertEquals(List.of("systemctl", "--no-ask-password", "start", "patroni"), member.start());
    }

    @Test
    void aPathThatWouldBecomePartOfACommandIsPlain() {
        String head = "node: n4\nbus: {bootstrap: [\"b:9092\"]}\netcd: {endpoints: [\"http://e:2379\"]}\n";
        assertTrue(faults(head + "members: [{scope: s/a, name: n4, dataDirectory: \"/var/lib/my data\"}]\n")
                .contains("dataDirectory"));
    }

    @Test
    void aStanzaIsNamedOnceAndThereIsAtLeastOne() {
        assertTrue(faults(HEAD + "stanzas: []\n").contains("stanzas"));
        assertTrue(faults(HEAD + "stanzas: [{name: a, scope: s/a}, {name: a, scope: s/b}]\n")
                .contains("stanza a is named twice"));
    }

    private BackupAgentConfig load(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("backup-agent.yaml"), text);
        return ConfigFile.load(file, BackupAgentConfig::read).config();
    }

    private String faults(String text) {
        return assertThrows(ConfigException.class, () -> load(text)).getMessage();
    }
}
