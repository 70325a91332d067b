package io.pgbaton.lab.chaos;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.chaos.check.AuditChain;
import io.pgbaton.lab.chaos.check.Discarded;
import io.pgbaton.lab.chaos.check.EndState;
import io.pgbaton.lab.chaos.check.HandoversOnce;
import io.pgbaton.lab.chaos.check.LeaderHistory;
import io.pgbaton.lab.chaos.check.LostWrites;
import io.pgbaton.lab.chaos.check.OneHolder;
import io.pgbaton.lab.chaos.check.OneWriter;
import io.pgbaton.lab.chaos.check.OutcomesFollow;
import io.pgbaton.lab.chaos.check.Violation;
import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.chaos.write.ChaosTables;
import io.pgbaton.lab.chaos.write.Ledger;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.watch.AddressTimeline;
import io.pgbaton.lab.watch.AddressWatcher;
import io.pgbaton.lab.watch.Claim;
import io.pgbaton.proto.bus.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gathers what the checks want to know, and asks them: the first two all the time, the others at the end. */
final class Judge {
    /** For what comes later than its cause: a takeover of the scope by another coordinator, a journal that empties. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Lab lab;
    private final AddressWatcher watcher;
    private final Ledger ledger;
    private final long firstEpoch;

    /** From here on nothing is missed. */
    Judge(Lab lab, AddressWatcher watcher, Ledger ledger) {
        this.lab = lab;
        this.watcher = watcher;
        this.ledger = ledger;
        this.firstEpoch = lab.etcd().modRevision(Scope.MAIN.leaderKey());
    }

    /** Of holders and writers, until now. */
    List<Violation> untilNow(List<ExecutedFault> faults) {
        List<Acknowledged> rows = ledger.all();
        List<Violation> found = new ArrayList<>(OneWriter.violations(rows, List.of()));
        if (!found.isEmpty()) {
            // What may excuse them takes a second to read.
            found = new ArrayList<>(OneWriter.violations(rows, discarded()));
        }
        for (String address : EndState.addresses(lab)) {
            // The claims first: whatever of them is heard, the event that allowed it is in the timeline.
            List<Claim> claims = watcher.claims(address);
            found.addAll(OneHolder.violations(address, watcher.timeline(address), claims, faults));
        }
        return found;
    }

    int tolerated(List<ExecutedFault> faults) {
        return (int) EndState.addresses(lab).stream()
                .map(watcher::timeline)
                .map(AddressTimeline::overlaps)
                .flatMap(List::stream)
                .filter(overlap -> OneHolder.allowed(overlap, faults))
                .count();
    }

    Optional<Violation> endState() {
        EndState end = new EndState(lab, watcher);
        try {
            Await.until("everything to work", BOUND, end::holds);
            return Optional.empty();
        } catch (LabException missing) {
            return Optional.of(
                    new Violation(EndState.RULE, Clock.systemUTC().instant(), String.valueOf(missing.getMessage())));
        }
    }

    List<Acknowledged> lost() {
        return LostWrites.missing(ledger.all(), ChaosTables.rows(lab));
    }

    /** What is still missing after the bound. */
    List<Violation> toldOnce() {
        awaitNone(() -> handovers().violations());
        return handovers().violations();
    }

    HandoversOnce handovers() {
        return new HandoversOnce(leaders(), TopicReader.events(lab.layout(), Scope.MAIN));
    }

    List<Discarded> discarded() {
        return Discarded.all(leaders(), TopicReader.events(lab.layout(), Scope.MAIN));
    }

    private LeaderHistory leaders() {
        return LeaderHistory.parse(lab.etcd().history(Scope.MAIN.leaderKey(), firstEpoch));
    }

    List<Violation> outcomes() {
        awaitNone(this::withoutOutcome);
        return withoutOutcome();
    }

    /** @param oddity told when this pgbaton has no such command */
    Optional<Violation> auditChain(Consumer<String> oddity) {
        AuditChain chain = new AuditChain(lab.layout());
        if (!chain.canBeVerified()) {
            oddity.accept("the chain of the audit was not verified: this pgbaton has no \"audit verify\"");
            return Optional.empty();
        }
        return chain.violation();
    }

    private List<Violation> withoutOutcome() {
        return OutcomesFollow.violations(TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN));
    }

    private static void awaitNone(Supplier<List<Violation>> check) {
        try {
            Await.until("no violation", BOUND, () -> check.get().isEmpty());
        } catch (LabException some) {
            // They are asked for again, and told one by one.
            return;
        }
    }
}
