package io.pgbaton.lab;

import io.pgbaton.lab.cluster.DaemonJars;
import io.pgbaton.lab.cluster.JavaProgram;
import io.pgbaton.lab.machine.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts again, one second later, whatever died of a lab: what a service manager does on a real host. */
public final class SupervisorMain {
    private static final Logger log = LoggerFactory.getLogger(SupervisorMain.class);
    private static final int PERIOD_SECONDS = 1;

    private final Lab lab;

    private SupervisorMain(Lab lab) {
        this.lab = lab;
    }

    /** Arguments: the lab's id, the checkout, the lab's folder. */
    public static void main(String[] arguments) throws ExecutionException, InterruptedException {
        Layout layout = new Layout(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
        SupervisorMain supervisor = new SupervisorMain(
                Lab.find(layout).orElseThrow(() -> new LabException("there is no lab in " + layout.work())));
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(supervisor::startTheDead, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS)
                .get();
    }

    static Program program(Layout layout) {
        DaemonJars jars = new DaemonJars(layout, "lab", SupervisorMain.class.getName());
        List<String> arguments = List.of(
                layout.id(), layout.repository().toString(), layout.work().toString());
        return JavaProgram.of(layout, Layout.MONITOR, What.SUPERVISOR, "root", jars, "32m", arguments);
    }

    private void startTheDead() {
        for (String name : Layout.hosts()) {
            Host host = lab.host(name);
            host.kinds().stream()
                    .filter(what -> what != What.SUPERVISOR && !what.isPostgres())
                    .filter(host::wasStarted)
                    .filter(what -> !host.alive(what))
                    .forEach(what -> restart(host, what));
        }
    }

    private static void restart(Host host, What what) {
        try {
            log.info("Starting it again host={} what={}", host.name(), what);
            host.start(what);
        } catch (LabException e) {
            log.warn("Cannot start it, trying again in {} s host={} what={}", PERIOD_SECONDS, host.name(), what, e);
        }
    }
}
