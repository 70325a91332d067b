package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.chaos.plan.PlannedFault;
import io.pgbaton.lab.chaos.plan.Step;
import io.pgbaton.lab.chaos.write.LabClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Carries a plan out, one step after the other: whatever it breaks it has healed again before it comes back. */
public final class Nemesis {
    /** Healing is tried again and again: what stays broken would be the next step's fault. */
    private static final Duration HEALING = Duration.ofSeconds(30);

    private final Injector injector;
    private final Targets targets;
    private final Recovery recovery;
    private final LabClock clock;
    private final Consumer<String> note;
    private final Consumer<String> oddity;
    private final List<ExecutedFault> executed = new ArrayList<>();
    private final List<Step> begun = new ArrayList<>();

    /**
     * @param note told each fault and each healing in one sentence
     * @param oddity told what is worth a line in the report
     */
    public Nemesis(Lab lab, boolean synchronous, LabClock clock, Consumer<String> note, Consumer<String> oddity) {
        this.injector = new Injector(lab);
        this.targets = new Targets(lab);
        this.recovery = new Recovery(lab, synchronous);
        this.clock = clock;
        this.note = note;
        this.oddity = oddity;
    }

    /** What was done, in the order of healing. */
    public List<ExecutedFault> executed() {
        return List.copyOf(executed);
    }

    public List<Step> begun() {
        return List.copyOf(begun);
    }

    /**
     * One step with its recovery and its quiet.
     *
     * @return what does not work although all is healed, when that lasts too long
     */
    public Optional<String> run(Step step) {
        begun.add(step);
        Instant start = clock.now();
        List<Pending> pending = new ArrayList<>();
        for (PlannedFault fault : step.faults()) {
            healDue(pending, start.plus(fault.after()));
            await(start.plus(fault.after()));
            begin(step, fault).ifPresent(pending::add);
        }
        healDue(pending, Instant.MAX);
        Optional<String> missing = awaitRecovery(step.number() + ": ");
        await(clock.now().plus(step.quiet()));
        return missing;
    }

    /** @return what does not work, when that lasts too long */
    public Optional<String> awaitRecovery() {
        return awaitRecovery("");
    }

    private Optional<String> awaitRecovery(String prefix) {
        return recovery.await(sentence -> {
            note.accept(prefix + sentence);
            oddity.accept(prefix + sentence);
        });
    }

    private record Pending(int step, PlannedFault fault, Injection injection, Instant from) {
        Instant due() {
            return from.plus(fault.length());
        }
    }

    private Optional<Pending> begin(Step step, PlannedFault fault) {
        Instant before = clock.now();
        Host host = targets.host(fault.place());
        try {
            Injection injection = injector.inject(fault.kind(), host);
            note.accept("%d: %s on %s, for %.1f s"
                    .formatted(step.number(), fault.kind().word(), injection.hosts(), seconds(fault.length())));
            return Optional.of(new Pending(step.number(), fault, injection, before));
        } catch (LabException cannot) {
            note.accept("%d: %s on %s could not be done: %s"
                    .formatted(step.number(), fault.kind().word(), host.name(), cannot.getMessage()));
            List<String> hosts = List.of(host.name());
            Optional<String> why = Optional.of(String.valueOf(cannot.getMessage()));
            executed.add(new ExecutedFault(step.number(), fault.kind(), hosts, before, clock.now(), why));
            return Optional.empty();
        }
    }

    /** Heals, in their order and each at its time, all that have to be healed before then. */
    private void healDue(List<Pending> pending, Instant then) {
        pending.sort(Comparator.comparing(Pending::due));
        while (!pending.isEmpty() && pending.get(0).due().isBefore(then)) {
            Pending next = pending.remove(0);
            await(next.due());
            heal(next);
        }
    }

    private void heal(Pending fault) {
        String what = fault.fault().kind().word() + " to be healed";
        Await.until(what, HEALING, () -> {
            fault.injection().heal().run();
            return true;
        });
        note.accept("%d: %s healed".formatted(fault.step(), fault.fault().kind().word()));
        executed.add(new ExecutedFault(
                fault.step(),
                fault.fault().kind(),
                fault.injection().hosts(),
                fault.from(),
                clock.now(),
                Optional.empty()));
    }

    private void await(Instant then) {
        for (Duration left = Duration.between(clock.now(), then);
                !left.isNegative() && !left.isZero() && !Thread.currentThread().isInterrupted();
                left = Duration.between(clock.now(), then)) {
            LockSupport.parkNanos(left.toNanos());
        }
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1000.0;
    }
}
