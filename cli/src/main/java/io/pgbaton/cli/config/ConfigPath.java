package io.pgbaton.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code cli.yaml} is looked for; the first that is there counts. */
public final class ConfigPath {
    private static final String VARIABLE = "PGBATON_CONFIG";

    private ConfigPath() {}

    /** A file that was named counts even where it does not exist: to take another one in silence would surprise. */
    public static Optional<Path> find(Optional<Path> named, Map<String, String> environment) {
        if (named.isPresent()) {
            return named;
        }
        if (environment.containsKey(VARIABLE)) {
            return Optional.of(Path.of(environment.get(VARIABLE)));
        }
        return usual(environment).stream().filter(Files::isReadable).findFirst();
    }

    /** In the order in which they are looked at, for the message when there is none. */
    public static List<Path> usual(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", ".");
        String base = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        return Stream.of(base + "/pgbaton/cli.yaml", "/etc/pgbaton/cli.yaml")
                .map(Path::of)
                .toList();
    }
}
