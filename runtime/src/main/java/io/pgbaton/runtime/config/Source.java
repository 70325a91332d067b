package io.pgbaton.runtime.config;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** The file that is being read, and all that was found on the way. */
final class Source {
    private final String file;
    private final References references;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> effective = new ArrayList<>();

    Source(String file, References references) {
        this.file = file;
        this.references = references;
    }

    References references() {
        return references;
    }

    List<ConfigFault> faults() {
        return faults;
    }

    List<String> warnings() {
        return warnings;
    }

    List<String> effective() {
        return effective;
    }

    void fault(int line, String key, String problem, String remedy) {
        faults.add(new ConfigFault(file + ":" + line, key, problem, remedy));
    }

    void warn(int line, String key, String text) {
        warnings.add(file + ":" + line + ": " + key + ": " + text);
    }

    /** A password may sit in a JDBC URL's parameters or before the host of any URL. */
    void effective(String key, Object value, boolean isDefault) {
        String shown = Check.shown(value)
                .replaceAll("(?i)(password=)[^&]*", "$1***")
                .replaceAll("(://[^/@:]*:)[^/@]*@", "$1***@");
        effective.add(key + "=" + shown + (isDefault ? " (default)" : ""));
    }

    /** Lines are counted from 1, as editors do. */
    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
