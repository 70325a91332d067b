package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.address.AddressLoop;
import io.pgbaton.nodeagent.act.address.ScopeAddresses;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Leadership;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeChanges;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.primary.PrimaryAction;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput.CommitTried;
import io.pgbaton.nodeagent.decide.primary.PrimaryMachine;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.local.LocalDatabase;
import io.pgbaton.nodeagent.observe.local.PatroniProbe;
import io.pgbaton.nodeagent.observe.scope.ScopeWatch;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** One scope on this node: what is seen of it goes to its machines and to the bus. On the event loop. */
final class ScopeAgent implements ScopeWatch.Listener, LocalDatabase.Listener {
    /** Patroni is a busy Python process: asked every fifth second when nothing is at stake. */
    private static final long PATRONI_EVERY = 5;

    private final String member;
    private final Recorder recorder;
    private final Audit audit;
    private final SourceRecords sources;
    private final ScopeRoutes routes;
    private final ScopeMetrics metrics;
    private final ScopeHands hands;
    private final BiConsumer<Optional<Entry>, Long> countBehind;
    private final ScopeAlarms alarms;
    private final Set<String> measured = new HashSet<>();
    private Optional<ScopeAddresses> addresses = Optional.empty();
    private Optional<LocalDatabase> database = Optional.empty();
    private Optional<ScopeRehearsal> rehearsal = Optional.empty();
    private Optional<ScopeArchive> archive = Optional.empty();
    private PrimaryState primary = PrimaryState.INITIAL;
    private ScopeReading reading = ScopeReading.NOTHING;
    private boolean read;
    private long ticks;

    /**
     * @param member Patroni name of the database beside this agent, empty on a pure HAProxy host
     * @param countBehind takes what etcd says of its restores, and what it should say
     */
    ScopeAgent(
            String member,
            Recorder recorder,
            SourceRecords sources,
            ScopeMetrics metrics,
            ScopeRoutes routes,
            ScopeHands hands,
            BiConsumer<Optional<Entry>, Long> countBehind) {
        this.member = member;
        this.recorder = recorder;
        this.audit = new Audit(recorder, metrics.audit());
        this.sources = sources;
        this.routes = routes;
        this.metrics = metrics;
        this.hands = hands;
        this.countBehind = countBehind;
        metrics.hands(() -> hands.now().paused(), () -> hands.now().frozen(), () -> hands.now()
                .maintenance());
        metrics.patroniPaused(() -> reading().paused());
        this.alarms = new ScopeAlarms(member, recorder, metrics);
        metrics.primary(this::primary);
        metrics.scope(this::reading, source -> !sources.absence(source).isEmpty());
    }

    void attach(LocalDatabase localDatabase, ScopeAddresses scopeAddresses) {
        database = Optional.of(localDatabase);
        addresses = Optional.of(scopeAddresses);
        scopeAddresses.start();
    }

    void rehearsing(ScopeRehearsal part) {
        rehearsal = Optional.of(part);
    }

    void archiving(ScopeArchive part) {
        archive = Optional.of(part);
    }

    /** Once a second: an idle look at everything that tells nothing by itself. */
    void tick() {
        ticks++;
        database.ifPresent(local -> {
            local.askPostgres();
            if (ticks % PATRONI_EVERY == 1 || alarms.suspectOrphan()) {
                local.askPatroni();
            }
        });
        // An address confirms by itself; without one /primary still needs to know whether this member leads.
        if (primary.epoch() > 0) {
            addresses.filter(a -> a.all().isEmpty()).ifPresent(ScopeAddresses::confirm);
        }
        if (hands.look()) {
            tellHands();
        }
        archive.ifPresent(part -> part.tick(primary));
        routes.tick();
    }

    @Override
    public void scopeRead(long clusterId, ScopeReading before, ScopeReading after, boolean afterGap) {
        recorder.cluster(clusterId);
        reading = after;
        boolean first = !read;
        read = true;
        // Machines first, records second: whoever acts must not wait for whoever writes (R6).
        addresses.ifPresent(a -> a.scopeRead(after));
        leaderSeen(before, after, afterGap);
        // After a restored etcd the routes know nothing any more, also where the two readings say the same.
        routes.scopeRead(first ? ScopeReading.NOTHING : before, after, afterGap);
        for (Observed fact : ScopeChanges.between(before, after, afterGap || first)) {
            recorder.observed(fact);
            alarms.told(fact);
        }
        alarms.scopeRead(after);
        checkNames();
        after.members().keySet().stream().filter(measured::add).forEach(this::measure);
    }

    private void measure(String name) {
        metrics.member(name, this::reading);
        alarms.measure(name);
    }

    @Override
    public void ownKeysRead(long revision, Map<String, Entry> entries) {
        if (hands.read(entries)) {
            tellHands();
        }
        addresses.ifPresent(a -> a.ownKeysRead(revision, entries));
        rehearsal.ifPresent(part -> part.ownKeysRead(entries));
    }

    @Override
    public void etcdLost(String reason) {
        sources.lost(Source.SOURCE_ETCD, reason);
    }

    @Override
    public void etcdRestored() {
        sources.restored(Source.SOURCE_ETCD);
    }

    @Override
    public void countBehind(Optional<Entry> record, long count) {
        countBehind.accept(record, count);
    }

    @Override
    public void etcdRewound(long highest, long now) {
        read = false;
        addresses.ifPresent(a -> a.tellAll(new AddressInput.EtcdRewound(BootClock.nanos())));
        routes.etcdRewound();
        rehearsal.ifPresent(ScopeRehearsal::etcdRewound);
    }

    /** A linearizable read came back. */
    void confirmed(long sentAt, Optional<LeaderKey> leader) {
        leader.filter(l -> l.member().equals(member))
                .ifPresent(l -> decide(new PrimaryInput.Confirmed(BootClock.nanos(), sentAt, l.epoch())));
    }

    @Override
    public void postgresAnswered(PostgresAnswer answer) {
        AddressInput seen = new AddressInput.PostgresSeen(BootClock.nanos(), answer.sentAt(), answer.state());
        addresses.ifPresent(a -> a.tellAll(seen));
        decide(new PrimaryInput.Answered(BootClock.nanos(), answer));
        alarms.postgresAnswered(
                answer, database.flatMap(LocalDatabase::postmasterStart).orElse(""));
        if (answer.state() == AddressInput.Postgres.UNREACHABLE) {
            sources.lost(Source.SOURCE_POSTGRES, answer.detail());
        } else {
            sources.restored(Source.SOURCE_POSTGRES);
        }
    }

    @Override
    public void commitTried(CommitTried tried) {
        decide(tried);
    }

    @Override
    public void patroniAnswered(PatroniProbe.Answer answer) {
        sources.restored(Source.SOURCE_PATRONI);
        alarms.patroniAnswered();
        AddressInput seen = new AddressInput.PatroniSeen(BootClock.nanos(), answer.sentAt(), answer.failsafePrimary());
        addresses.ifPresent(a -> a.tellAll(seen));
        if (!answer.name().isEmpty() && !answer.name().equals(member)) {
            sources.lost(
                    Source.SOURCE_MEMBER,
                    "the Patroni beside this agent calls itself " + answer.name() + ", not " + member
                            + ": correct 'member' in the configuration");
        }
    }

    @Override
    public void patroniSilent(boolean refused, String reason) {
        sources.lost(Source.SOURCE_PATRONI, reason);
        alarms.patroniSilent(refused);
    }

    PrimaryState primary() {
        return primary;
    }

    /** R5, and the node is not in maintenance. */
    boolean servesWrites(Duration lifetime) {
        return !hands.inMaintenance() && primary.servesWrites(BootClock.nanos(), lifetime.toNanos());
    }

    boolean servesReads() {
        return !hands.inMaintenance() && primary.servesReads();
    }

    ScopeReading reading() {
        return reading;
    }

    ScopeHands hands() {
        return hands;
    }

    SourceRecords sources() {
        return sources;
    }

    ScopeRoutes routes() {
        return routes;
    }

    Optional<LocalDatabase> database() {
        return database;
    }

    Optional<ScopeAddresses> addresses() {
        return addresses;
    }

    Future<Void> stop() {
        Future<Void> released = addresses.map(ScopeAddresses::stop).orElse(Future.succeededFuture());
        return Future.join(released, routes.stop())
                .onComplete(done -> database.ifPresent(LocalDatabase::close))
                .onComplete(done -> archive.ifPresent(ScopeArchive::close))
                .mapEmpty();
    }

    private void tellHands() {
        addresses.ifPresent(a -> a.tellAll(hands.now().forAddresses()));
        routes.handsOff(hands.now().forProxies());
    }

    private void leaderSeen(ScopeReading before, ScopeReading after, boolean afterGap) {
        long epoch = after.leader()
                .filter(l -> l.member().equals(member))
                .map(LeaderReading::epoch)
                .orElse(0L);
        boolean reaffirmed = Leadership.reaffirmed(before, after, afterGap);
        decide(new PrimaryInput.LeaderSeen(
                BootClock.nanos(), epoch, reaffirmed, after.standbyCluster(), after.systemIdentifier()));
    }

    private void decide(PrimaryInput input) {
        PrimaryMachine.Decision decision = PrimaryMachine.decide(primary, input);
        primary = decision.next();
        for (PrimaryAction action : decision.actions()) {
            if (action instanceof PrimaryAction.AwaitWritable await) {
                database.ifPresent(local -> local.awaitWritable(this, await.on()));
            } else if (action instanceof PrimaryAction.ProveCommit prove) {
                database.ifPresent(local -> local.proveCommit(prove.epoch()));
            } else if (action instanceof PrimaryAction.Observe observe) {
                tell(observe.observed().about(member));
            }
        }
    }

    private void tell(Observed fact) {
        if (fact.data() instanceof PrimaryWritable writable) {
            routes.primaryWritable(writable.getEpoch(), member);
        }
        recorder.observed(fact);
    }

    /** Another agent saw its member leave recovery; our proxies may have to follow it. */
    void told(PrimaryWritable writable) {
        routes.primaryWritable(writable.getEpoch(), writable.getMember());
    }

    /** Does what a handover would do here, but for its effect. */
    void rehearse(Command command) {
        List<Step> steps = new ArrayList<>();
        addresses.ifPresent(a -> a.all().forEach(loop -> steps.addAll(loop.rehearsal())));
        database.ifPresent(local -> steps.add(new Step("postgres", "", local::rehearse)));
        steps.addAll(routes.rehearsal());
        rehearsal.ifPresent(part -> part.command(command, steps));
    }

    /** A command for nothing that is here. */
    void refused(String node, Refusal refusal) {
        audit.refused(node, refusal);
    }

    /** A command that came again after a restart: it was dealt with before (R8). */
    void already(String node, String commandId, String action, long epoch) {
        audit.outcome(
                node,
                Outcome.newBuilder()
                        .setActionId(commandId)
                        .setAction(action)
                        .setTarget(node)
                        .setEpoch(epoch)
                        .setResult(Result.RESULT_ALREADY)
                        .setDetail("it was taken in before this agent was restarted")
                        .setCommandId(commandId)
                        .build());
    }

    private void checkNames() {
        if (reading.absent()) {
            sources.lost(
                    Source.SOURCE_SCOPE,
                    "etcd knows nothing of this scope under its v3 keys: a wrong scope, or a Patroni that writes v2 keys"
                            + " (its configuration says 'etcd:'; write 'etcd3:' there)");
            return;
        }
        sources.restored(Source.SOURCE_SCOPE);
        if (member.isEmpty() || reading.members().isEmpty()) {
            return;
        }
        if (reading.members().containsKey(member)) {
            sources.restored(Source.SOURCE_MEMBER);
        } else {
            sources.lost(
                    Source.SOURCE_MEMBER,
                    "Patroni knows no member " + member + ", only "
                            + reading.members().keySet()
                            + ": correct 'member' in the configuration, or start Patroni here");
        }
    }

    /** The loop of an address, for a command that names it. */
    Optional<AddressLoop> address(String name) {
        return addresses.flatMap(a -> a.named(name));
    }
}
