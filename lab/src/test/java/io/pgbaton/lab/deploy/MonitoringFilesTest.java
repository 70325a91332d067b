package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.machine.Shell;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards and the alerts use metrics that exist, by the names that docs/metrics.md has for them. */
class MonitoringFilesTest {
    private static final Pattern NAME = Pattern.compile("pgbaton_[a-z_]+");

    @Test
    void prometheusUnderstandsTheAlerts() {
        assumeTrue(Checkout.installed("promtool"), "promtool is not installed: the alerts are not checked by it");
        Shell.Result checked = Shell.run(
                "promtool",
                "check",
                "rules",
                Checkout.path("deploy/prometheus/alerts.yaml").toString());
        assertEquals(0, checked.exit(), checked.out() + checked.err());
    }

    @Test
    void everyAlertSaysWhatToDo() {
        String alerts = Checkout.read("deploy/prometheus/alerts.yaml");
        assertEquals(count(alerts, "- alert:"), count(alerts, "          action:"));
    }

    @Test
    void everyMetricThatIsUsedIsDocumented() {
        Set<String> used = Stream.concat(
                        Stream.of(Dashboard.values())
                                .flatMap(board -> board.queries().stream())
                                .map(Dashboard.Query::expression),
                        Checkout.read("deploy/prometheus/alerts.yaml").lines().filter(line -> line.contains("expr:")))
                .flatMap(text -> NAME.matcher(text).results().map(found -> found.group()))
                .map(name -> name.replaceFirst("_(bucket|sum|count|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(used.size() > 10, used.toString());
        used.removeAll(MetricsDocument.documented().keySet());
        assertEquals(Set.of(), used);
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).count();
    }
}
