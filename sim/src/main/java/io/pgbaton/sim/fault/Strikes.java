package io.pgbaton.sim.fault;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.sim.SimWorld;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Spans;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be done to a world, each with its end. Random faults and written scenarios use the same. */
public final class Strikes {
    private final SimWorld world;
    private final SimScheduler scheduler;
    private final SimEtcd etcd;
    // Asked, never iterated.
    private final Set<SimNode> off = new HashSet<>();

    public Strikes(SimWorld world) {
        this.world = world;
        this.scheduler = world.parts().scheduler();
        this.etcd = world.parts().etcd();
    }

    /** SIGSTOP now, SIGCONT after this long. */
    public void stopAgent(SimNode node, long span) {
        note(node, "SIGSTOP agent", span);
        SimProcess process = node.agent();
        process.stop();
        scheduler.after(span, process::resume);
    }

    /**
     * SIGSTOP at a moment within the next change of the interface. Only one at a time: R1b withstands a process that is
     * stopped between computation and call, not one that is stopped again microseconds after it went on.
     */
    public void stopAgentAt(SimNode node, SimNode.Moment moment, long span) {
        if (!node.agent().running()) {
            return;
        }
        note(node, "trap " + moment, span);
        node.setTrap(moment, () -> stopAgent(node, span));
    }

    /** SIGKILL now, a new agent after this long. */
    public void killAgent(SimNode node, long span) {
        note(node, "SIGKILL agent", span);
        world.killAgent(node);
        SimProcess killed = node.agent();
        scheduler.after(span, () -> {
            if (node.agent() == killed && !off.contains(node)) {
                world.startAgent(node);
            }
        });
    }

    /** SIGTERM: the agent releases, marks and ends, or is killed after 5 s; a new one after this long. */
    public void terminateAgent(SimNode node, long span) {
        note(node, "SIGTERM agent", span);
        SimAgent agent = world.agent(node);
        SimProcess process = node.agent();
        agent.later(() -> agent.feed(new AddressInput.Stopping(node.boot().now())));
        scheduler.after(span, () -> {
            if (node.agent() == process && !off.contains(node)) {
                world.killAgent(node);
                world.startAgent(node);
            }
        });
    }

    /** SIGKILL, and a new agent after this long whose first steps are slow. */
    public void restartCold(SimNode node, long span) {
        note(node, "agent starts cold", span);
        world.killAgent(node);
        SimProcess killed = node.agent();
        scheduler.after(span, () -> {
            if (node.agent() == killed && !off.contains(node)) {
                world.startAgent(node, true);
            }
        });
    }

    /** Its monotonic clock runs wrong by these millionths for a while. */
    public void drift(SimNode node, long partsPerMillion, long span) {
        note(node, "clock drifts " + partsPerMillion + " ppm", span);
        node.boot().drift(partsPerMillion);
        scheduler.after(span, () -> node.boot().drift(0));
    }

    /** Its wall clock is set wrong, until it is set again. */
    public void jumpWall(SimNode node, long error) {
        note(node, "wall clock jumps", error);
        node.wallError(error);
        world.coordination().ifPresent(c -> c.setWall(error / 2));
    }

    public boolean usable(SimNode node) {
        return !node.frozen() && !off.contains(node);
    }

    public void freeze(SimNode node, long span) {
        note(node, "machine frozen", span);
        node.freeze();
        scheduler.after(span, node::thaw);
    }

    public void reboot(SimNode node, long span) {
        note(node, "power lost", span);
        off.add(node);
        world.reboot(node, span);
        scheduler.after(span, () -> off.remove(node));
    }

    public void cut(SimNode node, boolean peersToo, long span) {
        note(node, peersToo ? "cut off" : "cut off from etcd", span);
        node.network().cut(peersToo);
        scheduler.after(span, () -> node.network().heal(peersToo));
    }

    public void loseQuorum(long span) {
        etcd.quorum(false);
        scheduler.after(span, () -> etcd.quorum(true));
    }

    /** Stopped, and started again from the backup; a coordinator that notices begins anew. */
    public void restore(SimEtcd.Backup backup, long span) {
        etcd.quorum(false);
        scheduler.after(span, () -> {
            etcd.restore(backup);
            etcd.quorum(true);
            world.coordination().ifPresent(c -> c.rebalance(Spans.SECOND));
        });
    }

    public void breakLink(SimNode node, long span) {
        note(node, "netlink refuses", span);
        node.linkBroken(true);
        scheduler.after(span, () -> node.linkBroken(false));
    }

    /** A new worker, which knows nothing of what was set. */
    public void reloadProxy(SimNode node) {
        note(node, "HAProxy reloaded", 0);
        node.haproxy().reload();
    }

    public void killProxy(SimNode node, long span) {
        note(node, "HAProxy killed", span);
        node.haproxy().kill();
        scheduler.after(span, () -> {
            if (node.haproxy().dead() && !off.contains(node)) {
                node.haproxy().start();
            }
        });
    }

    /** SIGSTOP. */
    public void hangProxy(SimNode node, long span) {
        note(node, "HAProxy hangs", span);
        node.haproxy().hang(span);
    }

    /** The file of its socket is gone for a while. */
    public void loseSocket(SimNode node, long span) {
        note(node, "HAProxy's socket is missing", span);
        node.haproxy().loseSocket(span);
    }

    public void killPatroni(SimNode node, boolean postgresToo, long span) {
        note(node, postgresToo ? "Patroni and PostgreSQL killed" : "Patroni killed", span);
        node.patroni().kill(postgresToo);
        scheduler.after(span, () -> {
            if (!node.patroni().alive() && !off.contains(node)) {
                node.startPatroni();
            }
        });
    }

    public void switchover(SimNode from, SimNode to) {
        note(from, "switchover", 0);
        etcd.put(List.of(), Keys.FAILOVER, new EtcdValue.Text(from.name() + ">" + to.name()), 0);
    }

    /** The leader key is gone, and the same member takes it again: a restart. */
    public void restartLeader(SimNode leader) {
        note(leader, "leader key deleted", 0);
        etcd.delete(List.of(), Keys.LEADER);
    }

    public void overwrite(SimNode by) {
        note(by, "leader key put over", 0);
        by.patroni().overwrite();
    }

    public void pausePatroni(boolean paused) {
        world.parts().trace().note("etcd", "Patroni", paused ? 1 : 0, paused ? "is paused" : "is resumed");
        etcd.put(List.of(), Keys.CONFIG, paused ? Keys.PAUSED : new EtcdValue.Text("{}"), 0);
    }

    /** Whoever restored etcd from a backup of a paused cluster resumes it, too. */
    void resumePatroni() {
        if (etcd.get(Keys.CONFIG)
                .map(KeyValue::value)
                .filter(Keys.PAUSED::equals)
                .isPresent()) {
            pausePatroni(false);
        }
    }

    public void someonesHand(SimNode node, boolean adds) {
        note(node, adds ? "ip addr add" : "ip addr del", 0);
        if (adds) {
            node.kernel().putByHand();
        } else {
            node.kernel().remove();
        }
    }

    public void deleteAddressKey() {
        etcd.deleteByHand(Keys.ADDRESS);
    }

    public void deleteTakenRecord() {
        etcd.deleteByHand(Keys.TAKEN);
    }

    public void revokeLeaseOf(String key) {
        etcd.revokeLeaseOf(key);
    }

    /** A cut in one direction: etcd does what the node asks, and the node hears nothing. */
    public void loseAnswers(SimNode node, long span) {
        note(node, "hears nothing of etcd", span);
        node.network().loseAnswers();
        scheduler.after(span, node.network()::hearAnswers);
    }

    public void silenceWatch(SimNode node) {
        note(node, "watch silent", 0);
        world.agent(node).silenceWatch();
    }

    /** The node of the present leader key, if there is one. */
    public Optional<SimNode> leader() {
        return etcd.get(Keys.LEADER).map(kv -> world.node(kv.value().toString()));
    }

    private void note(SimNode node, String what, long span) {
        world.parts().trace().note(node.name(), "FAULT", span, new Described(what, span));
    }

    private record Described(String what, long span) {
        @Override
        public String toString() {
            return span == 0 ? what : what + " for " + Spans.seconds(span) + " s";
        }
    }
}
