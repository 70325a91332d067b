package io.pgbaton.lab.chaos;

import io.pgbaton.lab.Checkout;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.chaos.check.Discarded;
import io.pgbaton.lab.chaos.check.EndState;
import io.pgbaton.lab.chaos.check.HandoversOnce;
import io.pgbaton.lab.chaos.check.LostWrites;
import io.pgbaton.lab.chaos.check.Violation;
import io.pgbaton.lab.chaos.nemesis.AgentDisk;
import io.pgbaton.lab.chaos.nemesis.Nemesis;
import io.pgbaton.lab.chaos.plan.Planner;
import io.pgbaton.lab.chaos.plan.Step;
import io.pgbaton.lab.chaos.report.ChaosReport;
import io.pgbaton.lab.chaos.report.Findings;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.chaos.write.ChaosTables;
import io.pgbaton.lab.chaos.write.LabClock;
import io.pgbaton.lab.chaos.write.Ledger;
import io.pgbaton.lab.chaos.write.Writers;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Freezer;
import io.pgbaton.lab.watch.AddressWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Faults from a seed in a running lab while clients write, and then the question whether any of it broke a rule. */
public final class ChaosRun {
    private final Lab lab;
    private final ChaosOptions options;
    private final Progress progress;
    private final LabClock clock = new LabClock();
    private final String commit;
    private final Evidence evidence;
    private final Nemesis nemesis;
    private final List<String> notes = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private int told;

    /** What it breaks. Without backups: the archive is not struck yet, and what it costs would be taken for what faults cost. */
    public static LabOptions lab() {
        return LabOptions.quick().withoutBackups();
    }

    /** @param lab in working order, and nobody else's: everything in it gets broken */
    public ChaosRun(Lab lab, ChaosOptions options, Progress progress) {
        this.lab = lab;
        this.options = options;
        this.progress = progress;
        this.nemesis = new Nemesis(lab, options.synchronous(), clock, progress::say, notes::add);
        this.commit = Checkout.commit(lab.layout().repository());
        String name = clock.now().toString().replaceAll("\\..*|[-:]", "") + "-seed" + options.seed();
        this.evidence = new Evidence(lab.layout().repository(), name);
    }

    /**
     * Takes its time and leaves the lab healed and up. On a violation the logs are kept, and it says where.
     *
     * @throws LabException when the run itself could not go on; the logs are kept then too
     */
    public Findings run() {
        try {
            prepare();
            Findings findings = underWatch();
            ChaosReport report = new ChaosReport(findings);
            evidence.write("report.md", report.text());
            if (!findings.violations().isEmpty()) {
                keepLogs();
            }
            progress.say(report.verdict().strip());
            return findings;
        } catch (LabException brokenOff) {
            keepLogs();
            throw brokenOff;
        }
    }

    private void keepLogs() {
        evidence.keepLogs(lab.layout());
        progress.say("logs and rows are kept in " + evidence.folder());
    }

    private void prepare() {
        lab.host(Layout.CLIENT).kill(What.WRITER, "TERM");
        AgentDisk.mountAll(lab);
        lab.patchPatroni(Scope.MAIN, "{\"synchronous_mode\": " + options.synchronous() + "}");
        ChaosTables.create(lab);
        nemesis.awaitRecovery().ifPresent(missing -> {
            throw new LabException("the lab does not work before anything was done to it: " + missing);
        });
    }

    private Findings underWatch() {
        try (AddressWatcher watcher = lab.watchAddresses();
                Ledger ledger = new Ledger(evidence.folder())) {
            Judge judge = new Judge(lab, watcher, ledger);
            Instant from = clock.now();
            Writers writers = Writers.start(lab, ledger, clock);
            Planner planner = new Planner(options.seed());
            while (Duration.between(from, clock.now()).compareTo(options.length()) < 0) {
                step(planner.next(), judge, ledger);
                writers.requireRunning();
            }
            progress.say("all is healed; now the checks");
            judge.endState().ifPresent(violations::add);
            writers.stop();
            return findings(judge, ledger, from);
        }
    }

    private void step(Step step, Judge judge, Ledger ledger) {
        nemesis.run(step)
                .map(missing ->
                        new Violation(EndState.RULE, clock.now(), "after step " + step.number() + ": " + missing))
                .ifPresent(violations::add);
        List<Violation> now = new ArrayList<>(violations);
        now.addAll(judge.untilNow(nemesis.executed()));
        now.subList(Math.min(told, now.size()), now.size()).forEach(each -> progress.say("VIOLATION " + each));
        told = now.size();
        progress.say("%d rows acknowledged, %d of unknown outcome".formatted(ledger.count(), ledger.unknownCount()));
    }

    private Findings findings(Judge judge, Ledger ledger, Instant from) {
        List<Acknowledged> lost = judge.lost();
        List<Discarded> discarded = judge.discarded();
        if (options.synchronous()) {
            violations.addAll(LostWrites.violations(lost, discarded));
        }
        violations.addAll(judge.untilNow(nemesis.executed()));
        violations.addAll(judge.toldOnce());
        violations.addAll(judge.outcomes());
        judge.auditChain(notes::add).ifPresent(violations::add);
        HandoversOnce handovers = judge.handovers();
        return new Findings(
                commit,
                options.seed(),
                options.synchronous(),
                Freezer.way(),
                options.length(),
                from,
                clock.now(),
                nemesis.begun(),
                nemesis.executed(),
                ledger.all(),
                ledger.unknownCount(),
                ledger.refusedCount(),
                lost,
                discarded,
                judge.tolerated(nemesis.executed()),
                handovers.closed(),
                handovers.repeats(),
                List.copyOf(violations),
                List.copyOf(notes));
    }
}
