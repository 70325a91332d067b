package io.pgbaton.nodeagent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.runtime.metrics.Metrics;
import io.pgbaton.runtime.record.AuditMetrics;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What one agent measures of one scope; the names are explained in docs/metrics.md. */
public final class ScopeMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Tags tags;
    private final LongSupplier clock;
    private final AuditMetrics audit;

    /** @param clock CLOCK_BOOTTIME in nanoseconds */
    public ScopeMetrics(MeterRegistry registry, Scope scope, LongSupplier clock) {
        this.registry = registry;
        this.tags = Tags.of("namespace", scope.namespace(), "scope", scope.name());
        this.clock = clock;
        this.audit = new AuditMetrics(registry, scope);
    }

    /** Gauges of one address, read when they are scraped. */
    public void address(String director, Supplier<AddressState> state) {
        Tags of = tags.and("director", director);
        gauge("address.held", null, of, () -> state.get().present() ? 1 : 0, "1 while the address is on this node");
        gauge(
                "address.lifetime.remaining",
                "seconds",
                of,
                () -> state.get().present() ? (state.get().deadline() - clock.getAsLong()) / NANOS_PER_SECOND : 0,
                "What is left until the kernel takes the address away without a new confirmation");
    }

    public void primary(Supplier<PrimaryState> state) {
        gauge(
                "etcd.confirmed.age",
                "seconds",
                tags,
                () -> state.get().confirmedEpoch() == 0
                        ? Double.NaN
                        : (clock.getAsLong() - state.get().confirmedAt()) / NANOS_PER_SECOND,
                "Since a read last showed that this member leads; NaN when it never did");
    }

    /**
     * Of what operators ask of pgbaton; each says why, "" when it does not hold.
     *
     * @param frozen the address too
     * @param maintenance of this node
     */
    public void hands(Supplier<String> paused, Supplier<String> frozen, Supplier<String> maintenance) {
        paused("pgbaton", () -> !paused.get().isEmpty());
        paused("pgbaton_address", () -> !frozen.get().isEmpty());
        gauge(
                "maintenance",
                null,
                tags,
                () -> maintenance.get().isEmpty() ? 0 : 1,
                "1 while this node is in maintenance");
    }

    public void patroniPaused(BooleanSupplier paused) {
        paused("patroni", paused);
    }

    private void paused(String by, BooleanSupplier paused) {
        gauge(
                "paused",
                null,
                tags.and("by", by),
                () -> paused.getAsBoolean() ? 1 : 0,
                "1 while the scope is paused, and by what");
    }

    /** @param away tells whether a source cannot be reached now */
    public void scope(Supplier<ScopeReading> reading, Predicate<Source> away) {
        gauge(
                "leader.epoch",
                null,
                tags,
                () -> reading.get().leader().map(LeaderReading::epoch).orElse(0L),
                "mod_revision of the leader key, 0 without a leader");
        for (Source source : Source.values()) {
            if (source != Source.UNRECOGNIZED && source != Source.SOURCE_UNSPECIFIED) {
                String name = source.name().substring("SOURCE_".length()).toLowerCase(Locale.ROOT);
                gauge(
                        "source.up",
                        null,
                        tags.and("source", name),
                        () -> away.test(source) ? 0 : 1,
                        "0 while this agent cannot reach what it looks at");
            }
        }
    }

    /** One gauge a member, registered when it is first seen; NaN when either position is unknown. */
    public void member(String member, Supplier<ScopeReading> reading) {
        Function<ScopeReading, Double> lag = now -> {
            MemberReading of = now.members().get(member);
            boolean known = of != null && of.walPosition() > 0 && now.leaderPosition() > 0;
            return known ? (double) Math.max(0, now.leaderPosition() - of.walPosition()) : Double.NaN;
        };
        gauge(
                "member.lag",
                "bytes",
                tags.and("member", member),
                () -> lag.apply(reading.get()),
                "How far a member is behind the leader's last known position");
    }

    public void orphan(String member, BooleanSupplier orphaned) {
        gauge(
                "primary.orphaned",
                null,
                tags.and("member", member),
                () -> orphaned.getAsBoolean() ? 1 : 0,
                "1 while PostgreSQL goes on as primary without its Patroni");
    }

    public void stuck(String member, BooleanSupplier stuck) {
        gauge(
                "member.stuck",
                null,
                tags.and("member", member),
                () -> stuck.getAsBoolean() ? 1 : 0,
                "1 while a replica that calls itself well stands still");
    }

    public AuditMetrics audit() {
        return audit;
    }

    public void told(AddressAction.Fact fact, String director) {
        Tags of = tags.and("director", director, "change", fact.name().toLowerCase(Locale.ROOT));
        counter("address.changes", of, "What happened to an address here").increment();
    }

    /** @param result sent, too_late or failed */
    public void announced(String director, String result) {
        Tags of = tags.and("director", director, "result", result);
        counter("address.announcements", of, "Announcements of an address to its neighbours")
                .increment();
    }

    /** Another machine said that the address is its own while it was here. */
    public void claimed(String director) {
        counter("address.claims", tags.and("director", director), "Claims of other machines on a held address")
                .increment();
    }

    /** The Patroni of a leader on another node was asked whether it takes writes. */
    public void leaderAsked(InquiryInput.Answer answer) {
        Tags of = tags.and("result", answer.name().toLowerCase(Locale.ROOT));
        counter("leader.questions", of, "Questions to a leader on another node whether it takes writes")
                .increment();
    }

    public void routed(String proxy, String backend, Result result) {
        Tags of = tags.and("director", proxy, "backend", backend, "result", resultName(result));
        counter("route.changes", of, "Changes that a proxy was told").increment();
    }

    private static String resultName(Result result) {
        return result.name().substring("RESULT_".length()).toLowerCase(Locale.ROOT);
    }

    /** A person must know at once; docs/operations.md has each name. */
    public void alarm(String name) {
        counter("alarms", tags.and("alarm", name), "Alarms raised by this agent")
                .increment();
    }

    private void gauge(String name, String unit, Tags of, Supplier<Number> value, String description) {
        Gauge.builder(Metrics.PREFIX + name, value)
                .baseUnit(unit)
                .tags(of)
                .description(description)
                .register(registry);
    }

    private Counter counter(String name, Tags of, String description) {
        return Counter.builder(Metrics.PREFIX + name)
                .tags(of)
                .description(description)
                .register(registry);
    }
}
