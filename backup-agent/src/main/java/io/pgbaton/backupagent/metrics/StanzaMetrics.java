package io.pgbaton.backupagent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.backupagent.config.StanzaConfig;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** What is measured of one stanza; the names are explained in docs/metrics.md. */
public final class StanzaMetrics {
    private static final List<Result> DRILL_RESULTS =
            List.of(Result.RESULT_DONE, Result.RESULT_FAILED, Result.RESULT_UNKNOWN, Result.RESULT_LATER);

    private final MeterRegistry registry;
    private final Tags tags;

    public StanzaMetrics(MeterRegistry registry, StanzaConfig stanza) {
        this.registry = registry;
        this.tags = Tags.of(
                "namespace", stanza.scope().namespace(), "scope", stanza.scope().name(), "stanza", stanza.name());
    }

    /** @param type of a backup full, diff, incr or default; of anything else its command */
    public void ran(String type, Result result) {
        Counter.builder(Metrics.PREFIX + "backup.runs")
                .tags(tags.and("type", type, "result", word(result)))
                .description("Runs of pgBackRest that ended, or were tried")
                .register(registry)
                .increment();
    }

    public void drilled(Result result) {
        drillRuns(result).increment();
    }

    private Counter drillRuns(Result result) {
        return Counter.builder(Metrics.PREFIX + "drill.runs")
                .tags(tags.and("result", word(result)))
                .description("Drills that ended, or were tried")
                .register(registry);
    }

    /**
     * @param age of the last drill that completed, seconds
     * @param restore how long that one restored, seconds
     */
    public void drills(DoubleSupplier age, DoubleSupplier restore) {
        // From the start, or nobody sees the first failure as an increase.
        DRILL_RESULTS.forEach(this::drillRuns);
        gauge("drill.age", "seconds", tags, age, "Since the last drill that completed; NaN when there was none");
        gauge("drill.restore", "seconds", tags, restore, "How long the last drill that completed restored");
    }

    /** The wrapper wrote something that this version does not understand. */
    public void badLine() {
        Counter.builder(Metrics.PREFIX + "backup.lines.bad")
                .tags(tags)
                .description("Lines of the wrapper that could not be read and were passed over")
                .register(registry)
                .increment();
    }

    public void running(BooleanSupplier running) {
        gauge(
                "backup.running",
                null,
                tags,
                () -> running.getAsBoolean() ? 1 : 0,
                "1 while pgBackRest backs up this stanza, expires, or creates or upgrades it");
    }

    /** @param waiting jobs whose turn has not come */
    public void waiting(DoubleSupplier waiting) {
        gauge("backup.waiting", null, tags, waiting, "Commands whose turn has not come");
    }

    /** @param known whether the last look at the repository worked */
    public void info(BooleanSupplier known) {
        gauge(
                "backup.info.up",
                null,
                tags,
                () -> known.getAsBoolean() ? 1 : 0,
                "0 while what is in the repository cannot be told");
    }

    public void age(String type, int repo, DoubleSupplier seconds) {
        gauge(
                "backup.age",
                "seconds",
                tags.and("type", type, "repo", Integer.toString(repo)),
                seconds,
                "Since the newest backup of this type ended; NaN when there is none, or that is not known");
    }

    /** @param files by whether a backup was begun after them */
    public void missing(int repo, Function<Boolean, Double> files) {
        for (boolean covered : new boolean[] {true, false}) {
            gauge(
                    "archive.missing.files",
                    null,
                    tags.and("repo", Integer.toString(repo), "covered", covered ? "yes" : "no"),
                    () -> files.apply(covered),
                    "WAL files that the repository lacks; covered: a backup was begun after them");
        }
    }

    private static String word(Result result) {
        return result.name().substring("RESULT_".length()).toLowerCase(Locale.ROOT);
    }

    private void gauge(String name, String unit, Tags of, DoubleSupplier value, String description) {
        Gauge.builder(Metrics.PREFIX + name, value::getAsDouble)
                .baseUnit(unit)
                .tags(of)
                .description(description)
                .register(registry);
    }
}
