package io.pgbaton.sim.node;

import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.time.BootClock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One host: kernel, PostgreSQL, Patroni, its network, and the agent that runs on it now. */
public final class SimNode {
    private final String name;
    private final BootClock boot;
    private final SimKernel kernel;
    private final SimPostgres postgres;
    private final SimPatroni patroni;
    private final Network network = new Network();
    private long etcdLife;
    private final EtcdClient etcd;
    private SimHaproxy haproxy;
    private List<SimNode> members = List.of();
    private SimProcess agent = new SimProcess();
    private boolean frozen;
    private boolean linkBroken;
    private long wallError;
    private Trap trap;

    /** @param peersAgree whether every other member lets this one stay primary without etcd */
    public SimNode(String name, Surroundings world, Predicate<SimNode> peersAgree) {
        this.name = name;
        this.boot = new BootClock(world.scheduler(), world.random().between(100 * SECOND, 9_000_000 * SECOND));
        this.kernel = new SimKernel(world.scheduler(), world.random(), boot);
        this.postgres = new SimPostgres(world.scheduler());
        this.etcd = new EtcdClient(
                world.scheduler(), world.random(), world.etcd(), network::toEtcd, network::etcd, world.weather());
        this.patroni = new SimPatroni(name, world, etcd, postgres, () -> peersAgree.test(this));
        this.agent.kill();
    }

    public String name() {
        return name;
    }

    public BootClock boot() {
        return boot;
    }

    public SimKernel kernel() {
        return kernel;
    }

    public SimPostgres postgres() {
        return postgres;
    }

    public SimPatroni patroni() {
        return patroni;
    }

    /** Puts a HAProxy beside it, before these members. */
    public void join(List<SimNode> all, Surroundings world) {
        members = all;
        haproxy = new SimHaproxy(this, all, world);
    }

    public SimNode member(String wanted) {
        return members.stream().filter(m -> m.name.equals(wanted)).findFirst().orElseThrow();
    }

    /** What one of them sends gets to the other. */
    public boolean reaches(SimNode other) {
        return other == this || (network.peers() && other.network.peers());
    }

    /**
     * {@code GET /patroni} of this node, asked by another. No answer at all comes from a Patroni that is not there or not
     * reached, a late one from one that stands still.
     *
     * @param answered whether its PostgreSQL takes writes
     */
    public void askPatroni(SimNode asker, Consumer<Boolean> answered) {
        if (reaches(asker)) {
            patroni.process().run(() -> answered.accept(postgres.writable()));
        }
    }

    /** A question to its Patroni has its answer at once. */
    public boolean answers(SimNode asker) {
        return reaches(asker) && patroni.process().running();
    }

    public SimHaproxy haproxy() {
        return haproxy;
    }

    /** Which of etcd's lives this node's agent has seen: kept on disk, like the highest revision. */
    public long etcdLife() {
        return etcdLife;
    }

    public void etcdLife(long seen) {
        etcdLife = seen;
    }

    /** A revision, of the count that this node's agent believes etcd to be in: it begins one with each life that it sees. */
    public long counted(long revision) {
        return CountedRevision.of(etcdLife, revision);
    }

    public Network network() {
        return network;
    }

    public EtcdClient etcd() {
        return etcd;
    }

    /** The agent's process; a new one for each start. */
    public SimProcess agent() {
        return agent;
    }

    public SimProcess newAgentProcess() {
        agent.kill();
        agent = new SimProcess();
        if (frozen) {
            agent.stop();
        }
        return agent;
    }

    public boolean frozen() {
        return frozen;
    }

    /** Not frozen: answers on the network. */
    public boolean live() {
        return !frozen;
    }

    public void freeze() {
        frozen = true;
        boot.freeze();
        agent.stop();
        haproxy.process().stop();
        patroni.process().stop();
    }

    public void thaw() {
        frozen = false;
        boot.thaw();
        kernel.thawed();
        patroni.process().resume();
        haproxy.process().resume();
        agent.resume();
    }

    /** The power goes: nothing is left on the interface. {@link #booted()} ends it. */
    public void crash() {
        agent.kill();
        patroni.kill(true);
        haproxy.kill();
        kernel.remove();
    }

    public void booted() {
        boot.reboot();
        patroni.start();
        haproxy.start();
    }

    public void startPatroni() {
        patroni.start();
        if (frozen) {
            patroni.process().stop();
        }
    }

    /** This member's answer to a leader that asks whether it may go on without etcd: 500 from one that leads itself. */
    public boolean acceptsFailsafe() {
        boolean accepts = live() && patroni.alive() && network.peers() && !postgres.primary();
        if (accepts) {
            patroni.failsafePinged();
        }
        return accepts;
    }

    public void leaderChanged() {
        if (network.etcd() && patroni.alive()) {
            patroni.leaderChanged();
        }
    }

    /** What the node's wall clock shows too much. Only the times in its records come from there. */
    public long wallError() {
        return wallError;
    }

    public void wallError(long nanos) {
        wallError = nanos;
    }

    public boolean linkBroken() {
        return linkBroken;
    }

    public void linkBroken(boolean now) {
        linkBroken = now;
    }

    /** The next change of the interface that comes to this moment meets the strike. */
    public void setTrap(Moment moment, Runnable strike) {
        trap = new Trap(moment, strike);
    }

    public void springTrap(Moment moment) {
        if (trap != null && trap.moment() == moment) {
            Runnable strike = trap.strike();
            trap = null;
            strike.run();
        }
    }

    /** The moments within one change of the interface at which a process may be stopped. */
    public enum Moment {
        /** A confirmation has come, what is left of it is not yet computed. */
        BEFORE_COMPUTING,
        /** It is computed, the system call is not yet made. */
        BEFORE_CALL,
        /** The call is made, and not yet checked. */
        AFTER_CALL
    }

    private record Trap(Moment moment, Runnable strike) {}
}
