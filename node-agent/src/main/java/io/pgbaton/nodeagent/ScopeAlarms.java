package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.record.AlarmRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.decide.fork.ForkMachine;
import io.pgbaton.nodeagent.decide.fork.ForkState;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.orphan.OrphanInput;
import io.pgbaton.nodeagent.decide.orphan.OrphanMachine;
import io.pgbaton.nodeagent.decide.orphan.OrphanState;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.replica.ReplicaMachine;
import io.pgbaton.nodeagent.decide.replica.ReplicaState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;

/**
 * The alarms that nobody else raises, from what the agent sees of a scope anyway: an orphan beside it, two branches of WAL, a
 * replica that stands still. They only tell. On the event loop.
 */
final class ScopeAlarms {
    private final AlarmRecords records;
    private final ScopeMetrics metrics;
    private OrphanState orphan;
    private ForkState forks = ForkState.NOTHING;
    private ReplicaState replicas = ReplicaState.NOTHING;

    /** @param member Patroni name of the database beside this agent, empty on a pure HAProxy host */
    ScopeAlarms(String member, Recorder recorder, ScopeMetrics metrics) {
        this.records = new AlarmRecords(recorder, metrics);
        this.metrics = metrics;
        this.orphan = OrphanState.initial(member);
        if (!member.isEmpty()) {
            metrics.orphan(member, () -> orphan.orphaned());
        }
    }

    void scopeRead(ScopeReading reading) {
        tell(new OrphanInput.ScopeSeen(BootClock.nanos(), reading));
        ForkMachine.Decision fork = ForkMachine.decide(forks, reading);
        forks = fork.next();
        fork.told().forEach(records::tell);
        ReplicaMachine.Decision replica = ReplicaMachine.decide(replicas, reading, BootClock.nanos());
        replicas = replica.next();
        replica.told().forEach(records::tell);
    }

    /** A fact that is on the bus already, and may be one for a person. */
    void told(Observed fact) {
        records.say(fact);
    }

    /** A member that was seen for the first time. */
    void measure(String member) {
        metrics.stuck(member, () -> replicas.stuck(member));
    }

    /** @param postmasterStart as PostgreSQL wrote it, empty when unknown */
    void postgresAnswered(PostgresAnswer answer, String postmasterStart) {
        tell(new OrphanInput.PostgresAnswered(BootClock.nanos(), answer, postmasterStart));
    }

    void patroniAnswered() {
        tell(new OrphanInput.PatroniAnswered(BootClock.nanos()));
    }

    /** @param refused nobody listens where it did */
    void patroniSilent(boolean refused) {
        tell(new OrphanInput.PatroniSilent(BootClock.nanos(), refused));
    }

    /** A primary is without its Patroni, perhaps for good: it is asked every second. */
    boolean suspectOrphan() {
        return OrphanMachine.suspects(orphan);
    }

    private void tell(OrphanInput input) {
        OrphanMachine.Decision decision = OrphanMachine.decide(orphan, input);
        orphan = decision.next();
        decision.told().forEach(records::tell);
    }
}
