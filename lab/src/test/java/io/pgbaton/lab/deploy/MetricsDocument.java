package io.pgbaton.lab.deploy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md. */
public final class MetricsDocument {
    private static final Pattern ROW = Pattern.compile("^\\| `(pgbaton_[a-z_]+)` \\| (gauge|counter|histogram) \\|.*");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (pgbaton_[a-z_]+) (\\w+)");

    private MetricsDocument() {}

    /** Type by name. */
    public static Map<String, String> documented() {
        return matches(ROW, Checkout.read("docs/metrics.md"));
    }

    /** Type by name of what a daemon shows; the largest value beside each histogram is left out, as in the document. */
    public static Map<String, String> shown(String exposition) {
        Map<String, String> types = matches(TYPE, exposition);
        types.keySet().removeIf(name -> name.endsWith("_max"));
        return types;
    }

    private static Map<String, String> matches(Pattern pattern, String text) {
        Map<String, String> found = new TreeMap<>();
        text.lines().map(pattern::matcher).filter(Matcher::find).forEach(row -> found.put(row.group(1), row.group(2)));
        return found;
    }
}
