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
        String head = "node: bk1\nbus: {bootstrap: [\"b:9092\"]}\netcd: {endpoints: [\"http://e:2379\"]}\n";
        assertTrue(faults(head + "stanzas: []\n").contains("stanzas"));
        assertTrue(faults(head + "stanzas: [{name: a, scope: s/a}, {name: a, scope: s/b}]\n")
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
