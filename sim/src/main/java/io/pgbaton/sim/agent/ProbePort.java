package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MICROS;
import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimPostgres;
import io.pgbaton.sim.node.Surroundings;
import java.util.HashSet;
import java.util.Set;

/** The agent's questions to its own PostgreSQL and its own Patroni. */
final class ProbePort {
    private static final long PROMOTION_POLL = 10 * MILLIS;

    private final SimAgent agent;
    private final SimNode node;
    private final Surroundings world;
    private final Set<Object> waiting = new HashSet<>();
    private boolean polling;

    ProbePort(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.world = world;
    }

    void askPostgres() {
        long sentAt = node.boot().now();
        world.scheduler().after(answerTime(), () -> {
            Postgres answer = answer(node.postgres());
            agent.later(
                    () -> agent.feed(new AddressInput.PostgresSeen(node.boot().now(), sentAt, answer)));
        });
    }

    /** Asked every 10 ms as long as anybody waits for the promotion. */
    void awaitWritable(Object who, boolean on) {
        if (!on) {
            waiting.remove(who);
        } else if (waiting.add(who) && !polling) {
            polling = true;
            poll();
        }
    }

    private void poll() {
        polling = !waiting.isEmpty() && !agent.gone();
        if (polling) {
            askPostgres();
            world.scheduler().after(PROMOTION_POLL, () -> agent.later(this::poll));
        }
    }

    void askPatroni() {
        long sentAt = node.boot().now();
        world.scheduler().after(answerTime(), () -> {
            boolean failsafe = node.patroni().failsafePrimary();
            if (failsafe) {
                agent.witness().excepted(node, sentAt);
            }
            agent.later(
                    () -> agent.feed(new AddressInput.PatroniSeen(node.boot().now(), sentAt, failsafe)));
        });
    }

    private long answerTime() {
        boolean slow = world.random().chance(0.01);
        return slow
                ? world.random().between(50 * MILLIS, 1_500 * MILLIS)
                : world.random().between(300 * MICROS, 5 * MILLIS);
    }

    private static Postgres answer(SimPostgres postgres) {
        if (!postgres.up()) {
            return Postgres.UNREACHABLE;
        }
        return postgres.writable() ? Postgres.WRITABLE : Postgres.IN_RECOVERY;
    }
}
