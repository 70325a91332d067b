package io.pgbaton.runtime.config;

import io.pgbaton.runtime.config.ConfigValue.Place;
import io.pgbaton.runtime.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One block of a configuration file. A reader asks it for each key it knows; what is left over is unknown and refused:
 *
 * <pre>{@code
 * static Address read(ConfigNode node) {
 *     return new Address(node.text("name").required(), node.cidr("address").required());
 * }
 * }</pre>
 */
public final class ConfigNode {
    private final Source source;
    private final ScalarParser scalars;
    private final String path;
    private final int line;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private ConfigNode(Source source, String path, MappingNode block) {
        this.source = source;
        this.scalars = new ScalarParser(source);
        this.path = path;
        this.line = Source.lineOf(block);
        for (NodeTuple tuple : block.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            int at = Source.lineOf(tuple.getKeyNode());
            if (fields.put(key, tuple.getValueNode()) != null) {
                source.fault(at, pathOf(key), "is written twice", "remove one of the two");
            }
            lines.put(key, at);
        }
    }

    public ConfigValue<String> text(String key) {
        return single(key, Scalar.TEXT);
    }

    public ConfigValue<Long> integer(String key) {
        return single(key, Scalar.INTEGER);
    }

    public ConfigValue<Boolean> bool(String key) {
        return single(key, Scalar.BOOL);
    }

    public ConfigValue<Duration> duration(String key) {
        return single(key, Scalar.DURATION);
    }

    public ConfigValue<ByteSize> bytes(String key) {
        return single(key, Scalar.BYTES);
    }

    public ConfigValue<HostPort> hostPort(String key) {
        return single(key, Scalar.HOST_PORT);
    }

    public ConfigValue<Cidr> cidr(String key) {
        return single(key, Scalar.CIDR);
    }

    public ConfigValue<Path> path(String key) {
        return single(key, Scalar.PATH);
    }

    /** Scheme http or https, with host and port. */
    public ConfigValue<URI> httpUrl(String key) {
        return single(key, Scalar.HTTP_URL);
    }

    /** A word of an enum, in lower case, {@code _} written as {@code -}. */
    public <E extends Enum<E>> ConfigValue<E> oneOf(String key, Class<E> kind) {
        return single(key, Scalar.oneOf(kind.getEnumConstants()));
    }

    /** Also {@code file:/path}. A literal is allowed, with a warning. */
    public ConfigValue<Secret> secret(String key) {
        return single(key, Scalar.SECRET);
    }

    public ConfigValue<List<String>> texts(String key) {
        return many(key, "[a, b]", (at, node) -> scalars.parse(at, node, Scalar.TEXT));
    }

    public ConfigValue<List<URI>> httpUrls(String key) {
        return many(key, "[\"http://10.0.0.11:2379\"]", (at, node) -> scalars.parse(at, node, Scalar.HTTP_URL));
    }

    public ConfigValue<List<HostPort>> hostPorts(String key) {
        return many(key, "[\"10.0.0.9:9092\"]", (at, node) -> scalars.parse(at, node, Scalar.HOST_PORT));
    }

    /** A list of blocks. */
    public <T> ConfigValue<List<T>> list(String key, Function<ConfigNode, T> reader) {
        return many(key, "[{...}]", (at, node) -> parseBlock(at, node, reader));
    }

    /** A block of its own. */
    public <T> ConfigValue<T> block(String key, Function<ConfigNode, T> reader) {
        return value(key, "{...}", null, node -> parseBlock(pathOf(key), node, reader));
    }

    /** A block with keys of the user's choice, whose values may be secrets and are treated as such. */
    public Map<String, Secret> secrets(String key) {
        return block(key, ConfigNode::allSecrets).optional().orElse(Map.of());
    }

    static <T> Optional<T> readRoot(Source source, MappingNode root, Function<ConfigNode, T> reader) {
        return new ConfigNode(source, "", root).read(reader);
    }

    private Map<String, Secret> allSecrets() {
        Map<String, Secret> all = new LinkedHashMap<>();
        fields.keySet().forEach(key -> all.put(key, secret(key).required()));
        return all;
    }

    private <T> ConfigValue<T> single(String key, Scalar<T> kind) {
        return value(key, kind.example(), kind.standIn(), node -> scalars.parse(pathOf(key), node, kind));
    }

    private <T> ConfigValue<T> value(String key, String example, T standIn, Function<Node, Optional<T>> parser) {
        Place place = place(key, example);
        Optional<Node> node = ask(key);
        if (node.isEmpty()) {
            return ConfigValue.absent(source, place, standIn);
        }
        return parser.apply(node.get())
                .map(found -> ConfigValue.of(source, place, found))
                .orElseGet(() -> ConfigValue.faulty(source, place, standIn));
    }

    private <T> ConfigValue<List<T>> many(String key, String example, BiFunction<String, Node, Optional<T>> parser) {
        Place place = place(key, example);
        Optional<Node> node = ask(key);
        if (node.isEmpty()) {
            return ConfigValue.absent(source, place, List.of());
        }
        if (!(node.get() instanceof SequenceNode sequence)) {
            source.fault(place.line(), place.path(), "must be a list", place.remedy());
            return ConfigValue.faulty(source, place, List.of());
        }
        List<T> values = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            String at = pathOf(key) + "[" + values.size() + "]";
            parser.apply(at, element).ifPresent(values::add);
        }
        boolean complete = values.size() == sequence.getValue().size();
        return complete
                ? ConfigValue.of(source, place, List.copyOf(values))
                : ConfigValue.faulty(source, place, List.copyOf(values));
    }

    private <T> Optional<T> parseBlock(String at, Node node, Function<ConfigNode, T> reader) {
        if (node instanceof MappingNode block) {
            return new ConfigNode(source, at, block).read(reader);
        }
        source.fault(Source.lineOf(node), at, "must be a block of keys", "write `key: value` lines below it");
        return Optional.empty();
    }

    /**
     * Empty when it is faulty. A constructor that trips over a stand-in is a consequence of a fault that is noted; one
     * that refuses sound values by {@link IllegalArgumentException} has found a fault itself.
     */
    private <T> Optional<T> read(Function<ConfigNode, T> reader) {
        int before = source.faults().size();
        try {
            T value = reader.apply(this);
            refuseUnknownKeys();
            return Optional.ofNullable(value);
        } catch (RuntimeException tripped) {
            if (source.faults().size() > before) {
                return Optional.empty();
            }
            if (tripped instanceof IllegalArgumentException) {
                source.fault(line, path, tripped.getMessage(), "correct it");
                return Optional.empty();
            }
            throw tripped;
        }
    }

    private void refuseUnknownKeys() {
        for (String key : fields.keySet()) {
            if (!asked.contains(key)) {
                String remedy = Nearest.to(key, asked)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("known here: " + String.join(", ", asked));
                source.fault(lines.get(key), pathOf(key), "is not a known key", remedy);
            }
        }
    }

    /** A key without a value counts as absent. */
    private Optional<Node> ask(String key) {
        asked.add(key);
        return Optional.ofNullable(fields.get(key)).filter(node -> !Tag.NULL.equals(node.getTag()));
    }

    private Place place(String key, String example) {
        return new Place(lines.getOrDefault(key, line), pathOf(key), example);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
