package io.pgbaton.sim.fault;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.SimWorld;
import io.pgbaton.sim.bus.SimpleCoordinator.Manners;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.List;

/** One fault of a kind, its length and what else it needs drawn from the seed; each ends before the calm. */
final class RandomStrikes {
    /** Millionths: the most that Linux lets a clock be slewed by. */
    private static final long MOST_DRIFT = 500;

    private final SimWorld world;
    private final Strikes strikes;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final long calm;
    private boolean restored;

    RandomStrikes(SimWorld world, Strikes strikes, long calm) {
        this.world = world;
        this.strikes = strikes;
        this.scheduler = world.parts().scheduler();
        this.random = world.parts().random();
        this.calm = calm;
    }

    /** Whether there is now something that this kind could strike. */
    boolean possible(FaultKind kind, SimNode node) {
        return switch (kind) {
            case SWITCHOVER, LEADER_RESTART -> strikes.leader().isPresent();
            case OVERWRITE -> mayOverwrite(node);
            case REPUT -> strikes.leader().filter(RandomStrikes::mayOverwrite).isPresent();
            case ETCD_RESTORED -> mayRestore();
            case BAD_COORDINATOR -> world.coordination().isEmpty();
            case COORDINATOR_KILLED,
                    COORDINATOR_STOPPED,
                    BUS_AWAY,
                    GROUP_REBALANCED,
                    COMMANDS_REDELIVERED,
                    JOURNAL_DISK_FULL -> world.coordination().isPresent();
            case PROXY_RELOADED, PROXY_KILLED, PROXY_HANGS -> !node.haproxy().dead();
            default -> true;
        };
    }

    private long span(long low, long high) {
        return Math.min(random.skewed(low, high), calm - scheduler.now());
    }

    void strike(FaultKind kind, SimNode node) {
        switch (kind) {
            case AGENT_STOPPED -> strikes.stopAgent(node, span(20 * MILLIS, 25 * SECOND));
            case AGENT_STOPPED_MID_CHANGE ->
                strikes.stopAgentAt(
                        node, random.pick(List.of(SimNode.Moment.values())), span(20 * MILLIS, 20 * SECOND));
            case AGENT_KILLED -> strikes.killAgent(node, span(50 * MILLIS, 25 * SECOND));
            case AGENT_TERMINATED -> strikes.terminateAgent(node, span(5 * SECOND, 15 * SECOND));
            case COLD_START -> strikes.restartCold(node, span(50 * MILLIS, 5 * SECOND));
            case CLOCK_DRIFTS ->
                strikes.drift(node, random.between(-MOST_DRIFT, MOST_DRIFT + 1), span(SECOND, 60 * SECOND));
            case WALL_CLOCK_JUMPS -> strikes.jumpWall(node, random.between(-3600 * SECOND, 3600 * SECOND));
            case MACHINE_FROZEN -> strikes.freeze(node, span(50 * MILLIS, 40 * SECOND));
            case MACHINE_REBOOTED -> strikes.reboot(node, span(2 * SECOND, 30 * SECOND));
            case NODE_CUT -> strikes.cut(node, true, span(100 * MILLIS, 40 * SECOND));
            case ETCD_CUT -> strikes.cut(node, false, span(100 * MILLIS, 40 * SECOND));
            case ANSWERS_LOST -> strikes.loseAnswers(node, span(100 * MILLIS, 40 * SECOND));
            case QUORUM_LOST -> strikes.loseQuorum(span(100 * MILLIS, 30 * SECOND));
            case ETCD_RESTORED -> restoreLater();
            case BAD_NETWORK -> badNetwork();
            case WATCH_SILENT -> strikes.silenceWatch(node);
            default -> strikeCluster(kind, node);
        }
    }

    private void strikeCluster(FaultKind kind, SimNode node) {
        switch (kind) {
            case PATRONI_KILLED -> strikes.killPatroni(node, false, span(100 * MILLIS, 40 * SECOND));
            case DATABASE_KILLED -> strikes.killPatroni(node, true, span(100 * MILLIS, 40 * SECOND));
            case SWITCHOVER -> strikes.leader().ifPresent(from -> strikes.switchover(from, random.pick(world.nodes())));
            case OVERWRITE -> strikes.overwrite(node);
            case REPUT -> strikes.leader().ifPresent(strikes::overwrite);
            case LEADER_RESTART -> strikes.leader().ifPresent(strikes::restartLeader);
            case PATRONI_PAUSED -> pause(node);
            case SOMEONES_HAND -> strikes.someonesHand(node, random.chance(0.5));
            case LINK_BROKEN -> strikes.breakLink(node, span(50 * MILLIS, 5 * SECOND));
            case ADDRESS_KEY_DELETED -> strikes.deleteAddressKey();
            case TAKEN_RECORD_DELETED -> strikes.deleteTakenRecord();
            case LEASE_REVOKED -> strikes.revokeLeaseOf(random.pick(List.of(Keys.ADDRESS, Keys.LEADER)));
            case PROXY_RELOADED -> strikes.reloadProxy(node);
            case PROXY_KILLED -> strikes.killProxy(node, span(50 * MILLIS, 30 * SECOND));
            case PROXY_HANGS -> strikes.hangProxy(node, span(50 * MILLIS, 30 * SECOND));
            case PROXY_SOCKET_MISSING -> strikes.loseSocket(node, span(50 * MILLIS, 30 * SECOND));
            case BAD_COORDINATOR -> world.coordinator().become(new Manners(0.3, 0.4, 0.4, 0.7));
            default -> strikeCoordination(kind, node);
        }
    }

    private void strikeCoordination(FaultKind kind, SimNode node) {
        world.coordination().ifPresent(coordination -> {
            switch (kind) {
                case COORDINATOR_KILLED -> coordination.killOwner();
                case COORDINATOR_STOPPED -> coordination.stopOwner(span(100 * MILLIS, 20 * SECOND));
                case BUS_AWAY -> coordination.loseBus(span(100 * MILLIS, 60 * SECOND));
                case GROUP_REBALANCED -> coordination.rebalance(span(0, 4 * SECOND));
                case COMMANDS_REDELIVERED -> coordination.redeliver(node, random.between(1, 20));
                case JOURNAL_DISK_FULL -> coordination.fillDisk(node, span(SECOND, 40 * SECOND));
                default -> throw new IllegalStateException(kind + " has no strike");
            }
        });
    }

    private static boolean mayOverwrite(SimNode by) {
        return by.patroni().alive() && by.postgres().up() && by.network().etcd();
    }

    /** Paused, and then the leader's Patroni is stopped: nobody holds the key, and its PostgreSQL goes on (R2b). */
    private void pause(SimNode node) {
        long span = span(SECOND, 40 * SECOND);
        strikes.pausePatroni(true);
        scheduler.after(span, () -> strikes.pausePatroni(false));
        if (random.chance(0.7)) {
            strikes.killPatroni(node, false, span);
        }
    }

    /**
     * Once a life. Not with failsafe mode, whose primary then goes on beside the leader that the backup names: no rule of
     * ours can part them.
     */
    private boolean mayRestore() {
        return !world.parts().failsafeMode() && !restored;
    }

    private void restoreLater() {
        restored = true;
        SimEtcd.Backup backup = world.parts().etcd().backup();
        scheduler.after(
                span(100 * MILLIS, 30 * SECOND), () -> strikes.restore(backup, span(100 * MILLIS, 10 * SECOND)));
    }

    private void badNetwork() {
        world.parts().weather().become(0.08, 0.08, 40 * MILLIS);
        long span = span(SECOND, 30 * SECOND);
        scheduler.after(span, () -> world.parts().weather().become(0, 0, 3 * MILLIS));
    }
}
