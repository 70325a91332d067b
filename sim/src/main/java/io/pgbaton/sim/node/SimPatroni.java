package io.pgbaton.sim.node;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * One member's Patroni, as far as the leader key and writability go. Delays are those measured with Patroni 3.0.2:
 * 40-120 ms
 * from a free key to a new one, 85-330 ms from the key to the end of the promotion, about 1.2 s for an orderly stop.
 */
public final class SimPatroni {
    private final String name;
    private final Surroundings world;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final SimEtcd etcd;
    private final EtcdClient client;
    private final SimPostgres postgres;
    private final BooleanSupplier peersAgree;
    private SimProcess process = new SimProcess();
    private SimScheduler.Event next;
    private long lease;
    private boolean busy;
    private boolean paused;
    private boolean failsafeActive;
    private long failsafeUntil = -1;
    private long leadsUntil = -1;

    /** @param peersAgree asks every other member whether this one may stay primary without etcd (failsafe mode) */
    SimPatroni(String name, Surroundings world, EtcdClient client, SimPostgres postgres, BooleanSupplier peersAgree) {
        this.name = name;
        this.world = world;
        this.scheduler = world.scheduler();
        this.random = world.random();
        this.etcd = world.etcd();
        this.client = client;
        this.postgres = postgres;
        this.peersAgree = peersAgree;
    }

    public boolean alive() {
        return !process.dead();
    }

    SimProcess process() {
        return process;
    }

    /** {@code GET /patroni}: role primary, running, {@code failsafe_mode_is_active}. */
    public boolean failsafePrimary() {
        return alive() && failsafeActive && postgres.writable();
    }

    /** {@code GET /primary}: 200 from the moment it has the lock, whatever PostgreSQL does, for a ttl after it last kept it. */
    boolean answersPrimary() {
        return alive() && scheduler.now() < leadsUntil;
    }

    /** The leader told us that it goes on without etcd: nobody takes its place for one ttl. */
    void failsafePinged() {
        failsafeUntil = scheduler.now() + world.timing().ttl();
    }

    public void start() {
        process = new SimProcess();
        lease = 0;
        busy = false;
        failsafeActive = false;
        leadsUntil = -1;
        plan(random.between(0, 200 * MILLIS));
    }

    public void kill(boolean postgresToo) {
        process.kill();
        failsafeActive = false;
        if (postgresToo) {
            postgres.kill();
        }
    }

    /** Patroni's own watch of the leader key. */
    void leaderChanged() {
        plan(random.between(40 * MILLIS, 120 * MILLIS));
    }

    /**
     * Puts the key over whatever is there, as 3.0.2 does with a stale view, or again over its own. Not while another's
     * failsafe mode keeps this one from leading.
     */
    public void overwrite() {
        if (scheduler.now() < failsafeUntil) {
            return;
        }
        lease = etcd.grant(world.timing().ttl());
        etcd.put(List.of(), Keys.LEADER, new EtcdValue.Text(name), lease);
        leads();
        postgres.promote(promotion());
    }

    private void plan(long delay) {
        if (next != null) {
            next.cancel();
        }
        SimProcess mine = process;
        next = scheduler.after(delay, () -> mine.run(this::cycle));
    }

    private void cycle() {
        plan(world.timing().loopWait());
        if (busy) {
            return;
        }
        busy = true;
        SimProcess mine = process;
        client.call(
                () -> PatroniView.of(etcd),
                world.timing().retryTimeout(),
                view -> mine.run(() -> seen(view)),
                () -> mine.run(this::unreachable));
    }

    private void seen(PatroniView view) {
        busy = false;
        failsafeActive = false;
        paused = view.paused();
        if (view.leader().isEmpty()) {
            leaderless(view);
        } else if (view.leaderName().orElseThrow().equals(name)) {
            leading(view);
        } else {
            following();
        }
    }

    private void leading(PatroniView view) {
        if (!postgres.primary()) {
            boolean wasDown = !postgres.up();
            postgres.start(wasDown, wasDown ? random.between(200 * MILLIS, 2 * SECOND) : 0);
            postgres.promote(promotion());
        }
        long revision = view.leader().orElseThrow().modRevision();
        if (view.switchoverFrom(name) && !paused) {
            handOver(revision);
        } else if (lease == 0 || view.leader().orElseThrow().lease() != lease) {
            takeLead(revision);
        } else {
            renew();
        }
    }

    private void renew() {
        SimProcess mine = process;
        long kept = lease;
        busy = true;
        client.call(
                () -> etcd.keepAlive(kept),
                world.timing().retryTimeout(),
                alive -> mine.run(() -> {
                    busy = false;
                    if (alive) {
                        leads();
                    } else {
                        lease = 0;
                        plan(0);
                    }
                }),
                () -> mine.run(this::unreachable));
    }

    /** PostgreSQL first, then the key: 1.3 s from the request to DELETE. */
    private void handOver(long revision) {
        demote();
        SimProcess mine = process;
        busy = true;
        scheduler.after(
                random.between(300 * MILLIS, 1_300 * MILLIS),
                () -> mine.run(() -> {
                    Runnable done = () -> mine.run(() -> busy = false);
                    client.call(
                            () -> etcd.delete(List.of(Compare.at(Keys.LEADER, revision)), Keys.LEADER),
                            world.timing().retryTimeout(),
                            deleted -> done.run(),
                            done);
                }));
    }

    private void leaderless(PatroniView view) {
        boolean mayLead = paused ? postgres.primary() : postgres.up() && scheduler.now() >= failsafeUntil;
        boolean waits = view.switchoverToAnotherThan(name) && random.chance(0.7);
        if (mayLead && !waits) {
            takeLead(0);
        } else if (!postgres.up() && !postgres.primary()) {
            postgres.start(false, random.between(200 * MILLIS, SECOND));
        }
    }

    private void following() {
        lease = 0;
        leadsUntil = -1;
        if (postgres.primary()) {
            postgres.demote();
        } else if (!postgres.up()) {
            postgres.start(false, random.between(200 * MILLIS, SECOND));
        }
    }

    private void takeLead(long revision) {
        SimProcess mine = process;
        busy = true;
        client.call(
                () -> {
                    long granted = etcd.grant(world.timing().ttl());
                    OptionalLong put = etcd.put(
                            List.of(Compare.at(Keys.LEADER, revision)), Keys.LEADER, new EtcdValue.Text(name), granted);
                    return put.isPresent() ? granted : 0L;
                },
                world.timing().retryTimeout(),
                granted -> mine.run(() -> took(granted)),
                () -> mine.run(this::unreachable));
    }

    private void took(long granted) {
        busy = false;
        if (granted != 0) {
            lease = granted;
            leads();
            postgres.promote(promotion());
            SimProcess mine = process;
            scheduler.after(50 * MILLIS, () -> mine.run(() -> etcd.delete(List.of(), Keys.FAILOVER)));
        }
    }

    private void unreachable() {
        busy = false;
        if (!postgres.primary() || paused) {
            return;
        }
        failsafeActive = world.failsafeMode() && peersAgree.getAsBoolean();
        if (failsafeActive) {
            leads();
        } else {
            demote();
        }
    }

    private void leads() {
        leadsUntil = scheduler.now() + world.timing().ttl();
    }

    private void demote() {
        leadsUntil = -1;
        postgres.demote();
    }

    /** 85-330 ms; one of about fifty was seen to take 5.2 s. */
    private long promotion() {
        return random.chance(0.02) ? 5_200 * MILLIS : random.between(85 * MILLIS, 330 * MILLIS);
    }
}
