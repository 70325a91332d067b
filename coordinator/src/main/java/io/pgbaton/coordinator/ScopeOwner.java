package io.pgbaton.coordinator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.coordinator.act.ActionRunner;
import io.pgbaton.coordinator.act.HandoverStore;
import io.pgbaton.coordinator.act.Publications;
import io.pgbaton.coordinator.act.RehearsalKey;
import io.pgbaton.coordinator.act.RestoreDesk;
import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Decision;
import io.pgbaton.coordinator.decide.HandoverMachine;
import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.coordinator.decide.Timings;
import io.pgbaton.coordinator.decide.backup.Backups;
import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.healing.Healing;
import io.pgbaton.coordinator.observe.Offsets;
import io.pgbaton.coordinator.observe.Published;
import io.pgbaton.coordinator.observe.RepositoryLooks;
import io.pgbaton.coordinator.observe.ScopeWatch;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Highwater;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.loop.Turn;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scope in the hands of this coordinator, from the first record that names it: first etcd is read and the scope's
 * record claimed, meanwhile what comes waits (and its offsets are held); then its machine runs.
 */
final class ScopeOwner implements ScopeWatch.Listener, RepositoryLooks.Listener, ActionRunner.Host {
    private static final Logger log = LoggerFactory.getLogger(ScopeOwner.class);

    private final Parts parts;
    private final Scope scope;
    private final Published published;
    private final Offsets offsets;
    private final Publications publications;
    private final Consumer<String> givenUp;
    private final ScopeWatch watch;
    private final HandoverStore store;
    private final RehearsalKey rehearsalKey;
    private final RestoreDesk restores;
    private final Optional<RepositoryLooks> looks;
    private final Etcd etcd;
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private List<AgentRegistration> agents = List.of();
    private List<BackupAgentRegistration> backupAgents = List.of();
    private HandsOff hands = HandsOff.NONE;
    private long rehearsed;
    private Optional<EventLoop<ScopeState, Input, Action>> loop = Optional.empty();
    private Optional<ActionRunner> runner = Optional.empty();
    private boolean replayEnded;
    private boolean closed;

    /** @param givenUp told why, when another coordinator owns the scope or its etcd is another one */
    ScopeOwner(
            Parts parts,
            Scope scope,
            Published published,
            Offsets offsets,
            Publications publications,
            Consumer<String> givenUp) {
        this.parts = parts;
        this.scope = scope;
        this.published = published;
        this.offsets = offsets;
        this.publications = publications;
        this.givenUp = givenUp;
        this.etcd = parts.etcds().of(scope);
        this.store = new HandoverStore(parts.vertx(), etcd, scope, parts.run());
        this.rehearsalKey = new RehearsalKey(etcd, scope);
        this.restores = new RestoreDesk(etcd, scope, this::submit);
        this.watch = new ScopeWatch(scope, this);
        this.looks = parts.config().backupsOf(scope).isEmpty()
                ? Optional.empty()
                : Optional.of(new RepositoryLooks(parts.vertx(), scope, this));
    }

    void start() {
        watch.start(etcd, Highwater.inMemory(parts.vertx()));
    }

    void receive(Delivery delivery) {
        if (loop.isEmpty()) {
            offsets.begin(delivery.slice(), delivery.offset());
            offsets.hold(waitingName());
            waiting.add(delivery);
            offsets.done(delivery.slice(), delivery.offset());
        } else {
            decide(delivery);
        }
    }

    /** How many records wait for etcd. */
    int backlog() {
        return waiting.size();
    }

    void endReplay() {
        replayEnded = true;
        loop.ifPresent(running -> {
            running.submit(new Input.ReplayEnded(ActionRunner.now()));
            restores.open();
        });
    }

    Scope scope() {
        return scope;
    }

    /** Empty while etcd has not been read. */
    Optional<ScopeState> state() {
        return loop.map(EventLoop::state);
    }

    void close() {
        closed = true;
        watch.close();
        store.close();
        looks.ifPresent(RepositoryLooks::close);
        runner.ifPresent(ActionRunner::close);
        loop.ifPresent(EventLoop::stop);
        parts.metrics().forget(scope);
    }

    @Override
    public void read(long etcdCluster, List<AgentRegistration> now, HandsOff asked) {
        agents = now;
        hands = asked;
        store.claim().onSuccess(claimed -> {
            if (!closed) {
                run(etcdCluster, claimed);
            }
        });
    }

    @Override
    public void agents(List<AgentRegistration> now) {
        agents = now;
        loop.ifPresent(running -> running.submit(new Input.AgentsRead(ActionRunner.now(), now)));
    }

    @Override
    public void handsOff(HandsOff now) {
        hands = now;
        loop.ifPresent(running -> running.submit(new Input.HandsOffRead(ActionRunner.now(), now)));
    }

    @Override
    public void recordChanged(Entry record) {
        if (store.isTaken(record)) {
            String by = HandoverStore.signer(record);
            loop.ifPresent(running -> running.submit(new Input.RecordTaken(ActionRunner.now(), by)));
        }
    }

    @Override
    public void rehearsal(Entry request, boolean news) {
        rehearsed = request.modRevision();
        if (news) {
            submit(new Input.RehearsalAsked(ActionRunner.now(), request.modRevision(), RehearsalKey.parse(request)));
        }
    }

    @Override
    public void backupAsked(Entry request) {
        try {
            BackupRequest asked = CloudEventCodec.fromJson(request.value(), BackupRequest.getDefaultInstance());
            submit(new Input.BackupAsked(ActionRunner.now(), request.modRevision(), asked));
        } catch (InvalidProtocolBufferException unreadable) {
            log.error(
                    "A request for a backup cannot be read and is not passed on; ask with `pgbaton backup now`. key={} cause={}",
                    request.key(),
                    unreadable.getMessage());
        }
    }

    @Override
    public void restoreAsked(Entry request) {
        restores.asked(request);
    }

    @Override
    public void backupAgents(List<BackupAgentRegistration> now) {
        backupAgents = now;
        submit(new Input.BackupAgentsRead(ActionRunner.now(), now));
        if (loop.isPresent()) {
            looks.ifPresent(looking -> looking.agents(now));
        }
    }

    @Override
    public void repository(String stanza, int repo, Repository repository) {
        submit(new Input.RepositoryRead(ActionRunner.now(), stanza, repo, repository));
    }

    @Override
    public void looked(boolean answered) {
        parts.metrics().backups().looked(scope, answered);
    }

    @Override
    public void closed(Action.BackupClosed backup) {
        parts.metrics().backups().closed(scope, backup);
        log.info(
                "A planned backup is over: {}. scope={} repository={} anchor={} attempt={} why=\"{}\"",
                backup.result(),
                scope,
                backup.policy().key(),
                backup.order().anchor(),
                backup.order().attempt(),
                backup.order().why());
    }

    @Override
    public void rehearse(RehearsalRequest request) {
        rehearsalKey
                .put(request)
                .onSuccess(revision -> submit(new Input.RehearsalPut(ActionRunner.now(), revision)))
                .onFailure(cause -> {
                    log.warn(
                            "A rehearsal cannot be asked for; it is tried again soon. scope={} cause={}",
                            scope,
                            cause.getMessage());
                    submit(new Input.RehearsalNotPut(ActionRunner.now()));
                });
    }

    @Override
    public void gaveWay(Action.RehearsalGaveWay rehearsal) {
        parts.metrics().rehearsals().gaveWay(scope);
        log.info(
                "A rehearsal gave way: {}. scope={} actor={} revision={}",
                rehearsal.reason(),
                scope,
                rehearsal.actor(),
                rehearsal.revision());
    }

    @Override
    public void etcdLost(String reason) {
        log.warn("The etcd of a scope does not answer; commands go on. scope={} reason={}", scope, reason);
    }

    @Override
    public void etcdRestored() {
        log.info("The etcd of a scope answers again. scope={}", scope);
    }

    @Override
    public void etcdRewound(long highest, long now) {
        log.error(
                "etcd is not the store that it was (restored from a backup?); epochs start a new count."
                        + " scope={} highest={} now={}",
                scope,
                highest,
                now);
        stepDown("etcd was rewound");
    }

    @Override
    public void hold(String who) {
        offsets.holdWith(holdName(who), waitingName());
    }

    @Override
    public void release(String who) {
        offsets.release(holdName(who));
    }

    @Override
    public void stepDown(String reason) {
        if (!closed) {
            givenUp.accept(reason);
        }
    }

    private void run(long etcdCluster, HandoverStore.Claimed claimed) {
        Identity identity = new Identity(scope, etcdCluster, parts.config().name(), parts.run());
        EventLoop.Place place = new EventLoop.Place("scope " + scope, parts.vertx(), parts.context(), parts.registry());
        ScopeState first = ScopeState.empty(
                identity,
                timings(),
                Backups.by(parts.config().backupsOf(scope)),
                Healing.by(parts.config().healingOf(scope)));
        EventLoop<ScopeState, Input, Action> running = new EventLoop<>(place, first, ScopeOwner::turn);
        ActionRunner acting =
                new ActionRunner(parts.vertx(), running, publications, store, restores, parts.metrics(), this);
        running.start(acting::run);
        loop = Optional.of(running);
        runner = Optional.of(acting);
        log.info("A scope is taken over. scope={} waiting={}", scope, waiting.size());
        running.submit(new Input.TookOver(
                ActionRunner.now(),
                claimed.record(),
                published.described().getOrDefault(scope, ClusterState.getDefaultInstance()),
                agents,
                hands,
                ids()));
        running.submit(new Input.RehearsalKnown(ActionRunner.now(), rehearsed));
        backupAgents(backupAgents);
        while (!waiting.isEmpty()) {
            decide(waiting.poll());
        }
        parts.context().runOnContext(flushed -> offsets.release(waitingName()));
        if (replayEnded) {
            endReplay();
        }
    }

    private void submit(Input input) {
        if (!closed) {
            loop.ifPresent(running -> running.submit(input));
        }
    }

    private Timings timings() {
        return Timings.of(
                parts.config().handoverTimeout(),
                parts.config().flapping(),
                parts.config().rehearsal());
    }

    private Set<String> ids() {
        return published.ids().getOrDefault(scope, Set.of());
    }

    /** The loop takes its turns in the order of the context, so its turn is between the two steps around it. */
    private void decide(Delivery delivery) {
        parts.context().runOnContext(before -> offsets.begin(delivery.slice(), delivery.offset()));
        loop.orElseThrow().submit(new Input.Received(ActionRunner.now(), delivery.record()));
        parts.context().runOnContext(after -> offsets.done(delivery.slice(), delivery.offset()));
    }

    private static Turn<ScopeState, Action> turn(ScopeState state, Input input) {
        Decision decision = HandoverMachine.decide(state, input);
        return new Turn<>(decision.next(), decision.actions());
    }

    private String waitingName() {
        return scope + " waits for etcd";
    }

    private String holdName(String handover) {
        return scope + " " + handover;
    }
}
