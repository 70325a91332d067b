package io.pgbaton.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a YAML file by a reader written against {@link ConfigNode}: all of it is sound, or all faults are told at once.
 */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * A configuration that can be used.
     *
     * @param warnings one sentence each
     * @param effective {@code key=value} of every key that was asked for, secrets masked, defaults marked; to be logged
     */
    public record Loaded<T>(T config, List<String> warnings, List<String> effective) {}

    public static <T> Loaded<T> load(Path file, Function<ConfigNode, T> reader) throws ConfigException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            String reason = unreadable.getClass().getSimpleName() + " " + unreadable.getMessage();
            throw refuse(
                    file.toString(), 1, "the file cannot be read: " + reason, "name a readable file with --config");
        }
        return parse(file.toString(), text, System::getenv, reader);
    }

    static <T> Loaded<T> parse(
            String file, String text, UnaryOperator<String> environment, Function<ConfigNode, T> reader)
            throws ConfigException {
        Source source = new Source(file, new References(environment));
        Optional<T> config = ConfigNode.readRoot(source, root(file, text), reader);
        if (!source.faults().isEmpty() || config.isEmpty()) {
            throw new ConfigException(source.faults());
        }
        return new Loaded<>(config.get(), List.copyOf(source.warnings()), List.copyOf(source.effective()));
    }

    private static MappingNode root(String file, String text) throws ConfigException {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root instanceof MappingNode block) {
                return block;
            }
            throw refuse(
                    file, 1, "the file holds no keys", "write `key: value` lines; docs/config.md shows all of them");
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            throw refuse(file, line, "this is not YAML: " + broken.getProblem(), "mind quotes, colons and indentation");
        }
    }

    private static ConfigException refuse(String file, int line, String problem, String remedy) {
        return new ConfigException(List.of(new ConfigFault(file + ":" + line, "", problem, remedy)));
    }
}
