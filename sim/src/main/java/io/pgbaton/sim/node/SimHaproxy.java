package io.pgbaton.sim.node;

import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One HAProxy before the three members, with the checks of the example configuration: every 2 s it asks each Patroni
 * {@code /primary}, whatever anybody sets. Its dice are its own: a life in which nobody looks at it goes as if it were not
 * there.
 */
public final class SimHaproxy {
    public static final String NAME = "haproxy";
    public static final String BACKEND = "primary";

    private static final long INTER = 2 * SECOND;

    /** As many checks as it takes, of which the first may just have gone by: then a server is what Patroni says. */
    public static final long CHECKS_TAKE = (Math.max(SimServer.RISE, SimServer.FALL) + 1) * INTER;

    /** How long the agent waits for an answer. */
    private static final long ANSWER = SECOND;

    private final SimNode node;
    private final SimScheduler scheduler;
    private final SimRandom dice;
    private final Trace trace;
    private final List<SimServer> servers = new ArrayList<>();
    private SimProcess process = new SimProcess();
    private long worker;
    private int socketsMissing;

    SimHaproxy(SimNode node, List<SimNode> members, Surroundings world) {
        this.node = node;
        this.scheduler = world.scheduler();
        this.trace = world.trace();
        this.dice = world.random().fork(node.name().hashCode());
        members.forEach(member -> servers.add(new SimServer(member)));
        process.kill();
    }

    /** The servers of its one backend, of which each bears the name of a member. */
    public List<SimServer> servers() {
        return servers;
    }

    /** Those that it sends new connections to. */
    public List<String> up() {
        return servers.stream().filter(SimServer::up).map(SimServer::name).toList();
    }

    /** Which process serves now: another after each reload. */
    public long worker() {
        return worker;
    }

    public boolean running() {
        return process.running();
    }

    /** It runs, and whoever asks gets an answer. */
    public boolean answers() {
        return process.running() && socketsMissing == 0;
    }

    public void start() {
        process.kill();
        process = new SimProcess();
        if (node.frozen()) {
            process.stop();
        }
        process.run(this::begin);
    }

    public void kill() {
        process.kill();
    }

    public boolean dead() {
        return process.dead();
    }

    SimProcess process() {
        return process;
    }

    /** A new worker takes over, which knows nothing of what was set. */
    public void reload() {
        process.run(this::begin);
    }

    /** SIGSTOP; what is asked meanwhile waits in the socket, and is done when it goes on. */
    public void hang(long span) {
        SimProcess stopped = process;
        stopped.stop();
        scheduler.after(span, stopped::resume);
    }

    public void loseSocket(long span) {
        socketsMissing++;
        scheduler.after(span, () -> socketsMissing--);
    }

    private void begin() {
        worker++;
        for (SimServer server : servers) {
            server.begin();
            planCheck(server, worker, dice.between(0, INTER));
        }
    }

    private void planCheck(SimServer server, long mine, long delay) {
        SimProcess of = process;
        scheduler.after(delay, () -> of.run(() -> check(server, mine)));
    }

    private void check(SimServer server, long mine) {
        if (mine == worker) {
            boolean was = server.up();
            server.checked(passes(server), scheduler.now());
            if (was != server.up()) {
                trace.note(node.name(), "HAProxy", was ? 0 : 1, (was ? "takes down " : "brings up ") + server.name());
            }
            planCheck(server, mine, INTER);
        }
    }

    /** What a check of this server would come to now. */
    public boolean passes(SimServer server) {
        SimNode member = server.member();
        return node.reaches(member) && member.live() && member.patroni().answersPrimary();
    }

    /**
     * Sends one line to the Runtime API.
     *
     * @param line what it does, at once or when this process goes on
     * @param answered it was done, and its answer came within the bound
     * @param failed it was not, or nobody knows
     */
    public void ask(Runnable line, Runnable answered, Runnable failed) {
        if (process.dead() || socketsMissing > 0) {
            failed.run();
        } else if (process.running()) {
            line.run();
            answered.run();
        } else {
            waitFor(line, answered, failed);
        }
    }

    private void waitFor(Runnable line, Runnable answered, Runnable failed) {
        boolean[] over = new boolean[1];
        process.run(() -> {
            line.run();
            if (!over[0]) {
                over[0] = true;
                answered.run();
            }
        });
        scheduler.after(ANSWER, () -> {
            if (!over[0]) {
                over[0] = true;
                failed.run();
            }
        });
    }

    public void setHealth(String server, boolean up) {
        find(server).ifPresent(s -> s.health(up, scheduler.now()));
    }

    /** As an operator may; pgbaton never does (R7). */
    public void setMaintenance(String server) {
        find(server).ifPresent(SimServer::maintenance);
    }

    private Optional<SimServer> find(String server) {
        return servers.stream().filter(s -> s.name().equals(server)).findFirst();
    }
}
