package io.pgbaton.backupagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an operator asks a restored cluster, to see whether it holds what it should. Either SQL or a file of it.
 *
 * @param expect what it has to answer, unaligned and without headings; empty when any answer will do
 */
public record ProbeConfig(String database, Optional<String> sql, Optional<Path> file, Optional<String> expect) {

    public ProbeConfig {
        if (sql.isPresent() == file.isPresent()) {
            throw new IllegalArgumentException("a probe has either `sql` or `file`");
        }
    }

    static ProbeConfig read(ConfigNode node) {
        String database = node.text("database").orElse("postgres");
        Optional<String> sql =
                node.text("sql").must(Check.matching("(?s).*\\S.*", "a query")).optional();
        Optional<Path> file = node.path("file").optional();
        Optional<String> expect = node.text("expect").optional();
        return new ProbeConfig(database, sql, file, expect);
    }
}
