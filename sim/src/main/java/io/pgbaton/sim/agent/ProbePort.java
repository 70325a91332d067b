package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MICROS;
import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimPostgres;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.function.Consumer;

/** The agent's questions to its own PostgreSQL and its own Patroni. */
final class ProbePort {
    private static final long PROMOTION_POLL = 10 * MILLIS;

    private final SimAgent agent;
    private final SimNode node;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final Consumer<AddressInput> told;
    private boolean waiting;
    private boolean polling;

    /** @param told takes each answer in */
    ProbePort(SimAgent agent, SimNode node, SimScheduler scheduler, SimRandom random, Consumer<AddressInput> told) {
        this.agent = agent;
        this.node = node;
        this.scheduler = scheduler;
        this.random = random;
        this.told = told;
    }

    void askPostgres() {
        long sentAt = node.boot().now();
        scheduler.after(answerTime(), () -> {
            Postgres answer = answer(node.postgres());
            agent.later(
                    () -> told.accept(new AddressInput.PostgresSeen(node.boot().now(), sentAt, answer)));
        });
    }

    /** Asked every 10 ms as long as the promotion is waited for. */
    void awaitWritable(boolean on) {
        waiting = on;
        if (waiting && !polling) {
            polling = true;
            poll();
        }
    }

    private void poll() {
        polling = waiting && !agent.gone();
        if (polling) {
            askPostgres();
            scheduler.after(PROMOTION_POLL, () -> agent.later(this::poll));
        }
    }

    void askPatroni() {
        long sentAt = node.boot().now();
        scheduler.after(answerTime(), () -> {
            boolean failsafe = node.patroni().failsafePrimary();
            if (failsafe) {
                agent.witness().excepted(node, sentAt);
            }
            agent.later(
                    () -> told.accept(new AddressInput.PatroniSeen(node.boot().now(), sentAt, failsafe)));
        });
    }

    private long answerTime() {
        boolean slow = random.chance(0.01);
        return slow ? random.between(50 * MILLIS, 1_500 * MILLIS) : random.between(300 * MICROS, 5 * MILLIS);
    }

    private static Postgres answer(SimPostgres postgres) {
        if (!postgres.up()) {
            return Postgres.UNREACHABLE;
        }
        return postgres.writable() ? Postgres.WRITABLE : Postgres.IN_RECOVERY;
    }
}
