package io.pgbaton.coordinator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.backup.Span;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupType;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepositoryPageTest {
    private static final Scope DEMO = new Scope("service", "demo");
    private static final JsonObject PAGE = new JsonObject(
            """
            {"node":"bk1","stanzas":[
              {"stanza":"demo","scope":"service/demo","repos":[1,2],"readAt":"2026-11-22T01:00:00Z","fault":"",
               "archives":[{"repo":1,"min":"000000030000000000000001","max":"000000030000000000000009"}],
               "backups":[
                 {"label":"a","type":"full","repo":1,"start":"2026-11-20T22:00:00Z","stop":"2026-11-20T22:10:00Z","error":false},
                 {"label":"b","type":"full","repo":1,"start":"2026-11-21T22:00:00Z","stop":"2026-11-21T22:10:00Z","error":false},
                 {"label":"c","type":"full","repo":1,"start":"2026-11-21T23:00:00Z","stop":"2026-11-21T23:10:00Z","error":true},
                 {"label":"d","type":"incr","repo":2,"start":"2026-11-21T23:00:00Z","stop":"2026-11-21T23:01:00Z","error":false}]},
              {"stanza":"new","scope":"service/demo","repos":[1],"readAt":null,"fault":"not looked at yet"},
              {"stanza":"other","scope":"service/other","repos":[1],"readAt":"2026-11-22T01:00:00Z"}]}
            """);

    @Test
    void ofEachRepositoryTheNewestOfEachTypeAndTheNewestSegment() {
        Instant readAt = Instant.parse("2026-11-22T01:00:00Z");
        Span full = new Span(Instant.parse("2026-11-21T22:00:00Z"), Instant.parse("2026-11-21T22:10:00Z"));
        Span incr = new Span(Instant.parse("2026-11-21T23:00:00Z"), Instant.parse("2026-11-21T23:01:00Z"));
        assertEquals(
                List.of(
                        new RepositoryPage.Found(
                                "demo",
                                1,
                                new Repository(
                                        readAt, Map.of(BackupType.BACKUP_TYPE_FULL, full), "000000030000000000000009")),
                        new RepositoryPage.Found(
                                "demo", 2, new Repository(readAt, Map.of(BackupType.BACKUP_TYPE_INCR, incr), ""))),
                RepositoryPage.read(PAGE, DEMO));
    }

    @Test
    void whatIsNoSuchPageIsRefused() {
        assertThrows(
                RuntimeException.class,
                () -> RepositoryPage.read(
                        new JsonObject("{\"stanzas\":[{\"scope\":\"service/demo\",\"readAt\":1}]}"), DEMO));
    }
}
