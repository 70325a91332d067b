package io.pgbaton.lab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples that are shipped have the options that the lab runs with, but for those that say where its files are. */
class PgbackrestExamplesTest {
    private static final Layout LAYOUT = Layout.of("examples");
    private static final Pattern OPTION = Pattern.compile("^([a-z][a-z0-9-]*)=.*$");

    /** Several hosts on one file system need other places than an installed one. */
    private static final Set<String> OF_THE_LAB_ALONE = Set.of(
            "lock-path",
            "spool-path",
            "pg1-socket-path",
            "pg2-socket-path",
            "pg3-socket-path",
            "pg1-port",
            "pg2-port",
            "pg3-port",
            "pg1-host-config",
            "pg2-host-config",
            "pg3-host-config",
            "repo1-host-config");

    @Test
    void ofTheRepositoryHost() throws IOException {
        assertEquals(options(PgbackrestHost.ofRepository(LAYOUT)), options(example("repository-host.conf")));
    }

    @Test
    void ofADatabaseHost() throws IOException {
        assertEquals(options(PgbackrestHost.ofDatabase(LAYOUT, "n1")), options(example("database-host.conf")));
    }

    private static String example(String name) throws IOException {
        return Files.readString(LAYOUT.repository().resolve("deploy/pgbackrest").resolve(name));
    }

    private static Set<String> options(String text) {
        Set<String> names = text.lines()
                .map(OPTION::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(OF_THE_LAB_ALONE);
        return names;
    }
}
