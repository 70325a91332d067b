package io.pgbaton.backupagent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.decide.upgrade.StanzaDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StanzaInfoTest {
    private static final String INFO =
            """
            [{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000009","min":"000000010000000000000003"}],
              "backup":[
                {"backrest":{"version":"2.44"},"database":{"id":1,"repo-key":2},"error":true,"info":{"delta":1,"size":2},
                 "label":"20261121-230000F_20261121-233000I","timestamp":{"start":1790030000,"stop":1790030100},"type":"incr"},
                {"database":{"id":1,"repo-key":1},"error":false,"info":{"delta":30,"repository":{"delta":3},"size":30},
                 "label":"20261121-230000F","timestamp":{"start":1790000000,"stop":1790000100},"type":"full"}],
              "name":"demo","status":{"code":0,"message":"ok"}},
             {"backup":[],"name":"other","status":{"code":2,"message":"no valid backups"}}]
            """;

    @Test
    void whatPgBackRestPrintsIsRead() {
        StanzaInfo info = StanzaInfo.parse(INFO, "demo");
        assertEquals("ok", info.status());
        assertEquals(
                List.of("20261121-230000F", "20261121-230000F_20261121-233000I"),
                info.backups().stream().map(StanzaInfo.Backup::label).toList());
        assertEquals(Optional.of(Instant.ofEpochSecond(1790000100)), info.newest("full", 1));
        assertEquals("000000010000000000000009", info.archives().get(0).max());
    }

    @Test
    void aFailedBackupIsNoneAndAnEmptyRepositoryHasNone() {
        assertEquals(Optional.empty(), StanzaInfo.parse(INFO, "demo").newest("incr", 2));
        assertTrue(StanzaInfo.parse(INFO, "other").backups().isEmpty());
    }

    @Test
    void aRepositoryThatPgBackRestCouldNotReadIsNotAnEmptyOne() {
        StanzaInfo info = StanzaInfo.parse(
                """
                [{"name":"demo","backup":[
                    {"label":"20261121-230000F","type":"full","database":{"id":1,"repo-key":1},"archive":{"start":null,"stop":null},
                     "timestamp":{"start":1790000000,"stop":1790000100}}],
                  "repo":[{"key":1,"status":{"code":0,"message":"ok"}},{"key":2,"status":{"code":2,"message":"no valid backups"}},
                    {"key":3,"status":{"code":99,"message":"[HostConnectError] no route"}}]}]
                """,
                "demo");
        assertEquals("", info.fault(1));
        assertEquals("", info.fault(2));
        assertEquals("[HostConnectError] no route", info.fault(3));
        assertEquals(List.of(), info.kept(1), "made without PostgreSQL");
    }

    @Test
    void ofAnUpgradedStanzaTheLastDatabaseIsTheOne() {
        StanzaInfo info = StanzaInfo.parse(
                """
                [{"name":"demo","db":[
                    {"id":1,"repo-key":2,"system-id":7410000000000000001,"version":"13"},
                    {"id":2,"repo-key":1,"system-id":7410000000000000002,"version":"15"},
                    {"id":1,"repo-key":1,"system-id":7410000000000000001,"version":"13"}]}]
                """,
                "demo");
        assertEquals(
                List.of(
                        new StanzaDatabase(1, "15", "7410000000000000002"),
                        new StanzaDatabase(2, "13", "7410000000000000001")),
                info.databases());
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheReason() {
        assertTrue(fault("[]").contains("does not have stanza demo"));
        assertTrue(fault("{").contains("cannot be read"));
        assertTrue(fault("[{\"name\":\"demo\",\"backup\":[{}]}]").contains("cannot be read"));
    }

    private static String fault(String json) {
        return assertThrows(IllegalArgumentException.class, () -> StanzaInfo.parse(json, "demo"))
                .getMessage();
    }
}
