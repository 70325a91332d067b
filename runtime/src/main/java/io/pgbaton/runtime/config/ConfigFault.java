package io.pgbaton.runtime.config;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param where {@code file:line}
 * @param key dotted path of the key, as {@code clusters[0].scope}; empty for the file as a whole
 * @param problem what is wrong; the value is named unless it is a secret
 * @param remedy what to write or do instead
 */
public record ConfigFault(String where, String key, String problem, String remedy) {
    @Override
    public String toString() {
        String about = key.isEmpty() ? "" : key + ": ";
        return where + ": " + about + problem + "; " + remedy;
    }
}
