package io.pgbaton.runtime.config;

import io.pgbaton.runtime.config.ConfigFile.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An example of {@code deploy/config}, read as its program reads it, and what {@code docs/config.md} says of it. */
public final class ExampleFile {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `([^`]+)` \\|.*");

    private ExampleFile() {}

    /** @param folder gets the copy that is read: its secrets are files of ours, because the user's are not here */
    public static <T> Loaded<T> load(String name, Path folder, Function<ConfigNode, T> reader)
            throws ConfigException, IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "not a secret");
        String text = Files.readString(repository().resolve("deploy/config").resolve(name));
        Path copy = Files.writeString(folder.resolve(name), text.replaceAll("file:/etc/[\\w./-]+", "file:" + secret));
        return ConfigFile.load(copy, reader);
    }

    /** {@code clusters[].scope} and so on; blocks of keys of the user's choice count as one. */
    public static Set<String> keysRead(Loaded<?> loaded) {
        return leaves(loaded.effective().stream()
                .map(line -> line.substring(0, line.indexOf('=')).replaceAll("\\[\\d+]", "[]"))
                .map(key -> key.replaceFirst("\\.client\\..*", ".client")));
    }

    /** A block says nothing that its keys do not. */
    private static Set<String> leaves(Stream<String> keys) {
        Set<String> all = keys.collect(Collectors.toCollection(TreeSet::new));
        return all.stream()
                .filter(key ->
                        all.stream().noneMatch(other -> other.startsWith(key + ".") || other.startsWith(key + "[]")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Keys of the example that no comment explains, on the line itself or on an earlier line with the same key. */
    public static List<String> uncommented(String name) throws IOException {
        Set<String> explained = new TreeSet<>();
        return Files.readAllLines(repository().resolve("deploy/config").resolve(name)).stream()
                .filter(line -> line.matches("\\s*(- )?[A-Za-z]\\w*:\\s.*"))
                .filter(line -> {
                    String key = line.replaceFirst("^\\s*(- )?(\\w+):.*", "$2");
                    if (line.contains(" # ")) {
                        explained.add(key);
                    }
                    return !explained.contains(key);
                })
                .toList();
    }

    public static Set<String> keysDocumented(String section) throws IOException {
        String document = Files.readString(repository().resolve("docs/config.md"));
        String from = document.substring(document.indexOf("\n## " + section + "\n") + 1);
        int end = from.indexOf("\n## ");
        return leaves(from.substring(0, end < 0 ? from.length() : end)
                .lines()
                .map(DOCUMENTED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1)));
    }

    private static Path repository() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }
}
