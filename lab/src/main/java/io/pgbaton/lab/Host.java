package io.pgbaton.lab;

import io.pgbaton.lab.cluster.HaproxyHost;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.RestorableMember;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Freezer;
import io.pgbaton.lab.machine.Launcher;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.ProcessRegister;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One host of the lab, with all that can be done to it. */
public final class Host {
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final String name;
    private final Layout layout;
    private final Programs programs;
    private final Network network;
    private final ProcessRegister register;
    private final Launcher launcher;

    Host(String name, Layout layout, Programs programs) {
        this.name = name;
        this.layout = layout;
        this.programs = programs;
        this.network = new Network(layout);
        this.register = Lab.register(layout);
        this.launcher = new Launcher(layout, network, register);
    }

    public String name() {
        return name;
    }

    public String ip() {
        return layout.ip(name);
    }

    /** The interface inside the namespace. */
    public String iface() {
        return layout.cable(name);
    }

    public List<What> kinds() {
        return programs.kindsOn(name);
    }

    /** The process itself (of PostgreSQL the postmaster), if it lives. */
    public Optional<ProcessId> process(What what) {
        if (what.isPostgres()) {
            return postgres(what == What.POSTGRES ? usual() : Scope.OTHER).postmaster();
        }
        Optional<ProcessId> started = register.find(name, what.toString()).filter(ProcessId::alive);
        return what == What.PATRONI ? started.or(() -> new RestorableMember(layout, usual(), name).patroni()) : started;
    }

    public Optional<Long> pid(What what) {
        return process(what).map(ProcessId::pid);
    }

    public boolean alive(What what) {
        return process(what).isPresent();
    }

    /** Whether it ever ran, so that it may be missed when it does not. */
    boolean wasStarted(What what) {
        return register.find(name, what.toString()).isPresent();
    }

    /** Starts the program again, as it was first started; one that lives is left alone. */
    public void start(What what) {
        new WorkFolder(layout).alone("starting", () -> {
            if (!alive(what)) {
                launcher.start(programs.of(name, what));
            }
        });
    }

    /** Starts a program of one's own where the usual one ran: found, signalled and ended as that would be. */
    public void startInstead(Program program) {
        new WorkFolder(layout).alone("starting", () -> {
            if (alive(program.what())) {
                throw new LabException(program.what() + " of " + name + " is still running");
            }
            launcher.start(program);
        });
    }

    /** kill -9, and waits until the process is gone. */
    public void kill(What what) {
        kill(what, "KILL");
    }

    /** Sends a signal that ends the process, and waits until it is gone. */
    public void kill(What what, String signal) {
        ProcessId process = living(what);
        process.signal(signal);
        Await.until(what + " of " + name + " to end after SIG" + signal, DEATH, () -> !process.alive());
    }

    /** Sends any signal and does not wait. */
    public void signal(What what, String signal) {
        living(what).signal(signal);
    }

    /** SIGSTOP: the process stands still, its connections stay. */
    public void freeze(What what) {
        living(what).signal("STOP");
    }

    /** SIGCONT. */
    public void cont(What what) {
        living(what).signal("CONT");
    }

    private ProcessId living(What what) {
        if (!kinds().contains(what)) {
            throw new LabException(name + " runs no " + what + ", only " + kinds());
        }
        return process(what).orElseThrow(() -> new LabException(what + " of " + name + " is not running"));
    }

    /** The carrier goes away, as when the cable is pulled. */
    public void cut() {
        network.cut(name);
    }

    public void heal() {
        network.heal(name);
    }

    /** Every packet is lost, while the carrier stays. */
    public void blackhole() {
        network.blackhole(name);
    }

    public void unblackhole() {
        network.unblackhole(name);
    }

    /** The host hears nobody, and is heard. {@link #unblackhole} undoes it. */
    public void deafen() {
        network.deafen(name);
    }

    /** The host hears, and nobody hears it. {@link #unblackhole} undoes it. */
    public void mute() {
        network.mute(name);
    }

    /** Packets to and from these TCP ports are lost. {@link #unblackhole} undoes it. */
    public void losePorts(int... ports) {
        network.losePorts(name, ports);
    }

    /** Every process of the host stands still. */
    public void freezeAll() {
        new Freezer(layout, network).freeze(name);
    }

    public void thawAll() {
        new Freezer(layout, network).thaw(name);
    }

    /** Runs a short command inside the host's network, as root. */
    public Shell.Result exec(String... command) {
        List<String> line = new ArrayList<>(network.inside(name));
        line.addAll(List.of(command));
        return Shell.run(line);
    }

    /** The addresses on the host's interface now, without their prefix lengths. */
    public List<String> addresses() {
        return exec("ip", "-o", "addr", "show", "dev", iface(), "scope", "global")
                .orFail()
                .lines()
                .map(line -> line.strip().split("\\s+", -1)[3])
                .map(address -> address.substring(0, address.indexOf('/')))
                .toList();
    }

    public Postgres postgres() {
        return postgres(usual());
    }

    private Scope usual() {
        return Layout.SPARES.contains(name) ? Scope.RESTORED : Scope.MAIN;
    }

    public Postgres postgres(Scope scope) {
        return new Postgres(layout, scope, name);
    }

    /** One command to HAProxy's Runtime API, as in "show stat". */
    public String haproxy(String command) {
        return HaproxyHost.ask(HaproxyHost.statsSocket(layout, name), command);
    }

    /** Tells HAProxy's master to replace its worker. */
    public void reloadHaproxy() {
        HaproxyHost.ask(HaproxyHost.masterSocket(layout, name), "reload");
    }

    /** The names of the servers of a backend that HAProxy sends new connections to now. */
    public List<String> serversUp(String backend) {
        return haproxy("show stat")
                .lines()
                .map(line -> List.of(line.split(",", -1)))
                .filter(fields -> fields.size() > 17 && fields.get(0).equals(backend))
                .filter(fields ->
                        Layout.NODES.contains(fields.get(1)) && fields.get(17).startsWith("UP"))
                .map(fields -> fields.get(1))
                .toList();
    }
}
