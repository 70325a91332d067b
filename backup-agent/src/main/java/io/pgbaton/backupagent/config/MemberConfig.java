package io.pgbaton.backupagent.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One member of a Patroni cluster on this host, which this agent may restore and whose Patroni it may start.
 *
 * @param name as Patroni's {@code name}
 * @param dataDirectory as Patroni's {@code data_dir}; its last part is never a link
 * @param patroni base URL of its REST API
 * @param patroniFile Patroni's own configuration, which is compared with this one
 * @param start ends with 0 when Patroni was started; it may not stay in the foreground
 * @param stop ends with 0 when Patroni was stopped, and PostgreSQL with it
 * @param psql reads a statement from its standard input and runs it on this member, as a role that may read what is asked
 * @param grace so long it looks broken before that is told
 */
public record MemberConfig(
        Scope scope,
        String name,
        Path dataDirectory,
        URI patroni,
        Path patroniFile,
        List<String> start,
        List<String> stop,
        List<String> psql,
        Duration grace) {
    private static final Scope STAND_IN = new Scope("namespace", "scope");
    private static final URI PATRONI = URI.create("http://127.0.0.1:8008");
    private static final Path PATRONI_FILE = Path.of("/etc/patroni/config.yml");
    private static final List<String> START = List.of("systemctl", "--no-ask-password", "start", "patroni");
    private static final List<String> STOP = List.of("systemctl", "--no-ask-password", "stop", "patroni");
    private static final List<String> PSQL = List.of("psql", "--dbname=postgres");

    /** A restart of Patroni, and of its host. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    public MemberConfig {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        psql = List.copyOf(psql);
    }

    static MemberConfig read(ConfigNode node) {
        Scope scope = node.text("scope")
                .as("<namespace>/<scope>, as in service/demo", STAND_IN, Scope::parse)
                .required();
        String name = node.text("name")
                .must(Check.matching("[a-zA-Z0-9._-]{1,60}", "the name of a member as Patroni knows it"))
                .required();
        Path data = node.path("dataDirectory")
                .must(new Check<>(
                        path -> path.toString().matches("/[A-Za-z0-9_./-]+"),
                        "an absolute path of letters, digits and _ . / -"))
                .required();
        URI patroni = node.httpUrl("patroni").orElse(PATRONI);
        Path file = node.path("patroniFile").orElse(PATRONI_FILE);
        List<String> start = node.texts("start").must(Check.notEmpty()).orElse(START);
        List<String> stop = node.texts("stop").must(Check.notEmpty()).orElse(STOP);
        List<String> psql = node.texts("psql").must(Check.notEmpty()).orElse(PSQL);
        Duration grace = node.duration("grace")
                .must(Check.between(Duration.ofSeconds(1), Duration.ofDays(1)))
                .orElse(GRACE);
        return new MemberConfig(scope, name, data, patroni, file, start, stop, psql, grace);
    }
}
