package io.pgbaton.lab;

import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.cluster.SharedMemory;
import io.pgbaton.lab.machine.Freezer;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.SmallDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends and removes all of a lab. It goes by the register and by what runs inside the lab's
 * own namespaces, so it also finds what a crash kept from being registered and what a killed Patroni left behind.
 */
final class TearDown {
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final int ROUNDS = 5;

    private final Layout layout;
    private final Network network;
    private final Progress progress;

    TearDown(Layout layout, Progress progress) {
        this.layout = layout;
        this.network = new Network(layout);
        this.progress = progress;
    }

    void run() {
        Freezer freezer = new Freezer(layout, network);
        // A frozen process does not even die.
        Layout.hosts().forEach(freezer::thaw);
        int ended = 0;
        List<ProcessId> living = living();
        // A process that was between fork and exec when the others were listed turns up in the next round.
        for (int round = 0; round < ROUNDS && !living.isEmpty(); round++) {
            ended += living.size();
            end(living);
            living = living();
        }
        removeSharedMemory();
        Layout.hosts().forEach(freezer::thaw);
        network.remove();
        SmallDisk.unmountBelow(layout.work());
        new WorkFolder(layout).delete();
        progress.say("the lab " + layout.id() + " is down: " + ended + " processes ended, network and files removed");
    }

    private void removeSharedMemory() {
        for (String node : Layout.NODES) {
            Scope.all().forEach(scope -> SharedMemory.remove(scope.dataDirectory(layout, node)));
        }
        Layout.SPARES.forEach(node -> SharedMemory.remove(Scope.RESTORED.dataDirectory(layout, node)));
    }

    /** There is nothing in a lab worth an orderly shutdown: all its data goes with it. */
    private static void end(List<ProcessId> processes) {
        processes.forEach(process -> process.signal("KILL"));
        Await.until("the processes of the lab to end", DEATH, () -> processes.stream()
                .noneMatch(ProcessId::alive));
    }

    private List<ProcessId> living() {
        List<ProcessId> found = new ArrayList<>();
        Lab.register(layout).all().stream().filter(ProcessId::alive).forEach(found::add);
        for (String host : Layout.hosts()) {
            Stream<ProcessId> inside =
                    network.processes(host).stream().map(ProcessId::of).flatMap(Optional::stream);
            inside.filter(process -> !found.contains(process)).forEach(found::add);
        }
        return found;
    }
}
