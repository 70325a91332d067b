package io.pgbaton.coordinator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.Phase;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What this coordinator did. A handover is counted by the coordinator that announces it, so a sum counts each once. */
public final class CoordinatorMetrics {
    /** From what a local address change takes to a lost lease at Patroni's default ttl. */
    private static final Duration[] PHASES = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final ScopeGauges scopes;
    private final RehearsalMetrics rehearsals;
    private final BackupMetrics backups;

    public CoordinatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.scopes = new ScopeGauges(registry);
        this.rehearsals = new RehearsalMetrics(registry, InstantSource.system());
        this.backups = new BackupMetrics(registry);
    }

    public void scopesOwned(Supplier<Number> owned) {
        Gauge.builder(Metrics.PREFIX + "coordinator.scopes.owned", owned)
                .description("Scopes that this coordinator handles")
                .register(registry);
    }

    public void partitionsOwned(Supplier<Number> owned) {
        Gauge.builder(Metrics.PREFIX + "coordinator.partitions.owned", owned)
                .description("Partitions of the bus that this coordinator has")
                .register(registry);
    }

    public RehearsalMetrics rehearsals() {
        return rehearsals;
    }

    public BackupMetrics backups() {
        return backups;
    }

    public void commandSent(BusRecord command) {
        String action = name(command.data(Command.class).getActionCase());
        counter(
                "commands.sent",
                "Commands sent to agents, repeats included",
                of(command.scope()).and("action", action));
    }

    public void ignored(Action.Ignored.Reason reason) {
        counter("observations.ignored", "Observations that said nothing new", Tags.of("reason", name(reason)));
    }

    public void published(BusRecord event) {
        Tags scope = of(event.scope());
        counter(
                "events.published",
                "Public events",
                scope.and("type", event.type().noun()));
        switch (event.type()) {
            case COMMAND_REFUSED ->
                counter(
                        "commands.refused",
                        "Commands that an agent refused",
                        scope.and("reason", name(event.data(Refusal.class).getReason())));
            case HANDOVER_COMPLETED -> {
                HandoverCompleted completed = event.data(HandoverCompleted.class);
                ended(event.scope(), completed.getKind(), name(completed.getResult()), completed.getPhasesList());
            }
            case HANDOVER_FAILED -> {
                HandoverFailed failed = event.data(HandoverFailed.class);
                ended(event.scope(), failed.getKind(), "failed", failed.getPhasesList());
            }
            case REHEARSAL_COMPLETED, REHEARSAL_FAILED ->
                rehearsals.ended(event.scope(), event.data(RehearsalResult.class));
            default -> {
                // Counted by type above; nothing else is to be known of it.
            }
        }
    }

    /** Only the coordinator that describes a scope has its gauge; another one that had it forgets it. */
    public void described(BusRecord state) {
        ClusterState described = state.data(ClusterState.class);
        scopes.described(state.scope(), described);
        if (described.hasLastRehearsal()) {
            rehearsals.described(state.scope(), described.getLastRehearsal());
        }
        backups.described(state.scope(), described.getBackupsList());
    }

    public void forget(Scope scope) {
        scopes.forget(scope);
        rehearsals.forget(scope);
        backups.forget(scope);
    }

    private void ended(Scope scope, HandoverKind kind, String result, List<Phase> phases) {
        counter("handovers", "Handovers by kind and result", of(scope).and("kind", name(kind), "result", result));
        for (Phase phase : phases) {
            Timer.builder(Metrics.PREFIX + "handover.phase")
                    .description("Length of each phase of a handover")
                    .tags(of(scope).and("phase", phase.getName()))
                    .serviceLevelObjectives(PHASES)
                    .register(registry)
                    .record(phase.getDurationUs(), TimeUnit.MICROSECONDS);
        }
    }

    private void counter(String name, String description, Tags tags) {
        Counter.builder(Metrics.PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    private static Tags of(Scope scope) {
        return Tags.of("namespace", scope.namespace(), "scope", scope.name());
    }

    private static String name(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
