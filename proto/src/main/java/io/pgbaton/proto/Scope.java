package io.pgbaton.proto;

/**
 * One Patroni cluster: {@code <namespace>/<scope>}, always both parts, because two clusters of one name may live in two
 * namespaces. Patroni writes its namespace as {@code /service/}; here it has no slashes.
 */
public record Scope(String namespace, String name) implements Comparable<Scope> {

    public Scope {
        requirePart("namespace", namespace);
        requirePart("scope", name);
    }

    /**
     * Reads {@code service/demo}; a leading slash, as Patroni has it in its namespace, is forgiven.
     *
     * @throws IllegalArgumentException when either part is missing or there are more than two
     */
    public static Scope parse(String text) {
        String trimmed = text.startsWith("/") ? text.substring(1) : text;
        int slash = trimmed.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' is not <namespace>/<scope>, as in service/demo");
        }
        return new Scope(trimmed.substring(0, slash), trimmed.substring(slash + 1));
    }

    /** The key of every record on the bus, so that a scope is one ordered stream. */
    public String key() {
        return namespace + "/" + name;
    }

    @Override
    public int compareTo(Scope other) {
        return key().compareTo(other.key());
    }

    @Override
    public String toString() {
        return key();
    }

    private static void requirePart(String what, String part) {
        if (part.isEmpty() || part.indexOf('/') >= 0 || part.isBlank()) {
            throw new IllegalArgumentException(
                    what + " '" + part + "' must be one word without '/', as in service/demo");
        }
    }
}
