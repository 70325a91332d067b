package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.http.FreePort;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A host with one member of service/demo, below one folder: nothing runs there unless a test lets it. */
public final class TestNode {
    public static final String CLUSTER = "7575757575757575757";

    final Path folder;
    public final Path data;
    final int port = FreePort.any();
    private URI patroni = URI.create("http://127.0.0.1:" + FreePort.any());
    private List<String> stop = List.of("true");
    private List<String> start = List.of("true");

    public TestNode(Path folder) throws IOException {
        this.folder = folder;
        this.data = folder.resolve("main");
        patroniFile("  parameters: {archive_mode: 'off'}\n");
    }

    MemberConfig member() {
        return new MemberConfig(
                new Scope("service", "demo"),
                "n4",
                data,
                patroni,
                folder.resolve("patroni.yml"),
                start,
                stop,
                List.of("psql"),
                Duration.ofSeconds(1));
    }

    public TestNode answeredBy(FakePatroni there) {
        patroni = there.uri();
        return this;
    }

    /** Its words go to a shell. */
    public TestNode stoppedBy(String script) {
        stop = List.of("sh", "-c", script);
        return this;
    }

    public TestNode startedBy(String script) {
        start = List.of("sh", "-c", script);
        return this;
    }

    /** As {@code backup-agent.yaml} has a member; words of its commands are JSON. */
    public String yaml() {
        MemberConfig member = member();
        return "members: [{scope: %s, name: %s, dataDirectory: %s, patroni: \"%s\", patroniFile: %s, start: %s, stop: %s, grace: 1s}]\n"
                .formatted(
                        member.scope().key(),
                        member.name(),
                        data,
                        patroni,
                        member.patroniFile(),
                        new JsonArray(start).encode(),
                        new JsonArray(stop).encode());
    }

    /** @param more of the part {@code postgresql} */
    void patroniFile(String more) throws IOException {
        Files.writeString(
                folder.resolve("patroni.yml"),
                """
                scope: demo
                namespace: /service/
                name: n4
                bootstrap:
                  method: pgbaton
                  pgbaton: {command: /usr/lib/pgbaton/bin/pgbaton-restored, keep_existing_recovery_conf: true}
                postgresql:
                  listen: "*:%d"
                  data_dir: %s
                  create_replica_methods: [pgbaton, basebackup]
                  pgbaton: {command: /usr/lib/pgbaton/bin/pgbaton-restored, keep_data: true}
                """
                                .formatted(port, data)
                        + more);
    }

    /** One text for another. */
    void patroniFileHas(String there, String instead) throws IOException {
        Path file = folder.resolve("patroni.yml");
        Files.writeString(file, Files.readString(file).replace(there, instead));
    }

    /** Enough of a data directory for whoever looks. */
    public static void cluster(Path data, String systemIdentifier, String mark) throws IOException {
        Files.createDirectories(data.resolve("global"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        Files.writeString(data.resolve("mark"), mark);
        ByteBuffer control = ByteBuffer.allocate(8192).order(ByteOrder.nativeOrder());
        Files.write(
                data.resolve("global/pg_control"),
                control.putLong(0, Long.parseUnsignedLong(systemIdentifier)).array());
    }

    public Prepared restored(String restore) throws IOException {
        Prepared prepared = new Prepared(data);
        prepared.claim(restore);
        cluster(prepared.data(), CLUSTER, "restored");
        prepared.ready("service/demo", "n4");
        return prepared;
    }

    public Path beside(String ending) {
        return data.resolveSibling("main" + ending);
    }

    public static String mark(Path data) throws IOException {
        return Files.readString(data.resolve("mark"));
    }
}
