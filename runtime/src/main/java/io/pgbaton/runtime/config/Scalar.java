package io.pgbaton.runtime.config;

import io.pgbaton.runtime.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * A type of single values.
 *
 * @param what completes "it must be ..."
 * @param example a value that could be written
 * @param parse throws {@link IllegalArgumentException} or {@link ArithmeticException} when it is none
 * @param standIn what a reader gets when a required value is missing, so that it can go on and find more faults
 */
record Scalar<T>(String what, String example, Function<String, T> parse, T standIn) {
    static final Scalar<String> TEXT = new Scalar<>("a text", "name", Function.identity(), "");
    static final Scalar<Long> INTEGER = new Scalar<>("a whole number", "3", Long::valueOf, 0L);
    static final Scalar<Boolean> BOOL = new Scalar<>("true or false", "true", Scalar::parseBool, false);
    static final Scalar<Duration> DURATION =
            new Scalar<>("a duration: a whole number and ms, s, m, h or d", "10s", Durations::parse, Duration.ZERO);
    static final Scalar<ByteSize> BYTES = new Scalar<>(
            "a size: a whole number and B, kiB, MiB, GiB or TiB", "16MiB", ByteSize::parse, new ByteSize(0));
    static final Scalar<HostPort> HOST_PORT =
            new Scalar<>("host:port", "0.0.0.0:7480", HostPort::parse, new HostPort("0.0.0.0", 0));
    static final Scalar<Cidr> CIDR =
            new Scalar<>("an IP address with its prefix", "10.0.0.100/32", Cidr::parse, Cidr.parse("0.0.0.0/32"));
    static final Scalar<Path> PATH = new Scalar<>("a path", "/var/lib/pgbaton", Path::of, Path.of("."));
    static final Scalar<URI> HTTP_URL = url(Set.of("http", "https"), "http://127.0.0.1:8008");
    static final Scalar<Secret> SECRET =
            new Scalar<>("a text", "file:/etc/pgbaton/password", Secret::new, new Secret(""));

    static Scalar<URI> url(Set<String> schemes, String example) {
        return new Scalar<>(
                "a URL with scheme "
                        + String.join(" or ", schemes.stream().sorted().toList()) + ", host and port",
                example,
                text -> parseUrl(text, schemes),
                URI.create(example));
    }

    static <E extends Enum<E>> Scalar<E> oneOf(E[] values) {
        String names = String.join(
                ", ", Set.of(values).stream().map(Scalar::nameOf).sorted().toList());
        return new Scalar<>("one of " + names, nameOf(values[0]), text -> find(values, text), values[0]);
    }

    static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E find(E[] values, String text) {
        for (E value : values) {
            if (nameOf(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static Boolean parseBool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static URI parseUrl(String text, Set<String> schemes) {
        URI url = URI.create(text);
        if (!schemes.contains(String.valueOf(url.getScheme())) || url.getHost() == null || url.getPort() < 0) {
            throw new IllegalArgumentException(text);
        }
        return url;
    }
}
