package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.deploy.Dashboard;
import io.pgbaton.lab.deploy.MetricsDocument;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus, the dashboard and the document of metrics say of a real handover. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class MetricsScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Panels that a handover changes; the others show a state that it leaves alone. */
    private static final Set<String> MOVED_BY_A_HANDOVER = Set.of(
            "Who holds each address",
            "Handovers by kind and result",
            "Epoch",
            "Phases of a handover, mean",
            "Routes changed");

    /** Counted only when something goes wrong, which it does not here. */
    private static final Set<String> NOT_ON_A_GOOD_DAY = Set.of(
            "pgbaton_address_claims_total",
            "pgbaton_alarms_total",
            "pgbaton_backup_lines_bad_total",
            "pgbaton_bus_dropped_total",
            "pgbaton_bus_poison_total",
            "pgbaton_commands_refused_total",
            "pgbaton_journal_lost_total",
            "pgbaton_observations_ignored_total");

    /** Of coordinators that plan backups, and of backup agents on database hosts: this lab has neither. */
    private static final Set<String> OF_OTHER_LABS = Set.of(
            "pgbaton_backup_looks_total",
            "pgbaton_backup_orders_total",
            "pgbaton_backup_overdue",
            "pgbaton_restore_running",
            "pgbaton_restore_runs_total");

    @Test
    void everyPanelOfTheDashboardShowsSomethingAndThoseOfAHandoverAnotherThingAfterIt(Lab lab) {
        PrometheusServer prometheus = new PrometheusServer(lab);
        handOver(lab, prometheus);
        rehearse(lab);
        awaitNone("panel without a value", () -> empty(prometheus));
        awaitScrapeOfEveryDaemon(prometheus);
        Map<Dashboard.Query, Map<String, String>> before = answers(prometheus);
        Set<String> panels =
                before.keySet().stream().map(Dashboard.Query::panel).collect(Collectors.toSet());
        assertTrue(panels.containsAll(MOVED_BY_A_HANDOVER), panels.toString());
        handOver(lab, prometheus);
        awaitNone("panel that a handover left alone", () -> unchanged(prometheus, before));
    }

    @Test
    @Tag("short")
    void theDocumentNamesWhatTheDaemonsShowAndNothingElse(Lab lab) {
        lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
        Await.until("a handover to be counted", BOUND, () -> shown(lab).containsKey("pgbaton_handovers_total"));
        rehearse(lab);
        Map<String, String> documented = MetricsDocument.documented();
        Map<String, String> shown = shown(lab);
        Set<String> never = new TreeSet<>(documented.keySet());
        never.removeAll(shown.keySet());
        never.removeAll(NOT_ON_A_GOOD_DAY);
        never.removeAll(OF_OTHER_LABS);
        assertEquals(Set.of(), never, "documented and never shown");
        shown.forEach((name, type) -> assertEquals(type, documented.get(name), name + " in docs/metrics.md"));
    }

    /** Whether in time or not, it is measured. */
    private static void rehearse(Lab lab) {
        Await.value("a rehearsal", BOUND, () -> Optional.of(RehearsalByHand.of(lab)));
        Await.until("a rehearsal to be counted", BOUND, () -> shown(lab).containsKey("pgbaton_rehearsals_total"));
    }

    /** Until Prometheus counts it. */
    private static void handOver(Lab lab, PrometheusServer prometheus) {
        double before = handovers(prometheus);
        lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
        Await.until("another handover to be counted", BOUND, () -> handovers(prometheus) > before);
    }

    private static double handovers(PrometheusServer prometheus) {
        return prometheus.ask("sum(pgbaton_handovers_total)").values().stream()
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    /** What one daemon tells earlier than another is not to be taken for a change. */
    private static void awaitScrapeOfEveryDaemon(PrometheusServer prometheus) {
        double now = Clock.systemUTC().millis() / 1000.0;
        Await.until("a scrape of every daemon", BOUND, () -> prometheus.ask("timestamp(up)").values().stream()
                .allMatch(at -> Double.parseDouble(at) > now));
    }

    private static void awaitNone(String what, Supplier<Set<String>> found) {
        Await.value("no " + what, BOUND, () -> {
            Set<String> left = found.get();
            if (!left.isEmpty()) {
                throw new LabException(left.toString());
            }
            return Optional.of(left);
        });
    }

    private static Set<String> empty(PrometheusServer prometheus) {
        return answers(prometheus).entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(entry -> entry.getKey().panel())
                .collect(Collectors.toSet());
    }

    private static Set<String> unchanged(
            PrometheusServer prometheus, Map<Dashboard.Query, Map<String, String>> before) {
        return answers(prometheus).entrySet().stream()
                .filter(entry -> MOVED_BY_A_HANDOVER.contains(entry.getKey().panel()))
                .filter(entry -> entry.getValue().equals(before.get(entry.getKey())))
                .map(entry -> entry.getKey().panel())
                .collect(Collectors.toSet());
    }

    private static Map<Dashboard.Query, Map<String, String>> answers(PrometheusServer prometheus) {
        return Dashboard.HANDOVERS.queries().stream()
                .collect(Collectors.toMap(query -> query, query -> prometheus.ask(query.expression())));
    }

    private static Map<String, String> shown(Lab lab) {
        Map<String, String> all = new TreeMap<>();
        metricsPages(lab)
                .forEach(url -> all.putAll(MetricsDocument.shown(Rest.get(url).body())));
        return all;
    }

    private static List<String> metricsPages(Lab lab) {
        Stream<String> beside = Layout.NODES.stream().map(node -> BackupAgentHost.url(lab.layout(), node));
        return Stream.concat(lab.daemonUrls().stream(), beside)
                .map(url -> url + "/metrics")
                .toList();
    }
}
