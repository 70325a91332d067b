package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.secret.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * The database beside this agent.
 *
 * @param member its Patroni name
 * @param patroni URL of its REST interface
 * @param url JDBC URL of PostgreSQL itself, never of a pooler
 * @param user may call pg_current_wal_lsn and pg_logical_emit_message: any role may
 * @param archive how its archiving is watched
 */
public record DatabaseConfig(
        String member, URI patroni, String url, String user, Optional<Secret> password, ArchiveConfig archive) {
    private static final Check<String> JDBC =
            Check.matching("jdbc:postgresql:.+", "a JDBC URL, as in jdbc:postgresql://127.0.0.1:5432/postgres");

    private static final DatabaseConfig STAND_IN = new DatabaseConfig(
            "member",
            URI.create("http://127.0.0.1:8008"),
            "jdbc:postgresql:x",
            "x",
            Optional.empty(),
            ArchiveConfig.DEFAULT);

    /** Where and as whom PostgreSQL is asked. */
    private record Postgres(String url, String user, Optional<Secret> password) {
        static Postgres read(ConfigNode node) {
            return new Postgres(
                    node.text("url").must(JDBC).required(),
                    node.text("user").required(),
                    node.secret("password").optional());
        }
    }

    /** Without {@code member} there is no database here. */
    static Optional<DatabaseConfig> read(ConfigNode cluster) {
        Optional<String> member = cluster.text("member").optional();
        if (member.isEmpty()) {
            cluster.httpUrl("patroni").optional();
            cluster.block("postgres", Postgres::read).optional();
            cluster.block("archive", ArchiveConfig::read).optional();
            return Optional.empty();
        }
        URI patroni = cluster.httpUrl("patroni").orElse(STAND_IN.patroni());
        Postgres postgres = cluster.block("postgres", Postgres::read).required();
        ArchiveConfig archive = cluster.block("archive", ArchiveConfig::read).orElse(ArchiveConfig.DEFAULT);
        return Optional.of(
                postgres == null
                        ? STAND_IN
                        : new DatabaseConfig(
                                member.get(), patroni, postgres.url(), postgres.user(), postgres.password(), archive));
    }
}
