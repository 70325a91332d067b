package io.pgbaton.sim.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.RecordsLost;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimProcess;
import io.pgbaton.sim.node.Surroundings;

/**
 * What the journal of an agent promises (R6), without its files: what was accepted reaches the bus, in order, also when the
 * process ends before. While its disk is full it keeps a bounded number in memory; those end with the process, and what
 * does not fit is lost, counted, and said when there is room again.
 */
final class SimJournal {
    /** A real one keeps ten thousand: as many would never be reached in a life of a minute. */
    private static final int MOST_IN_MEMORY = 30;

    private final SimNode node;
    private final Surroundings world;
    private final SimWriter writer;
    private int full;
    private int inMemoryOnly;
    private long unsaid;
    private long lost;

    SimJournal(SimNode node, SimBus bus, Surroundings world) {
        this.node = node;
        this.world = world;
        // It goes on with the next run of the agent: it has no process of its own that could be stopped.
        this.writer = new SimWriter(bus, world, new SimProcess(), node.network()::peers);
    }

    void accept(Topic topic, BusRecord record) {
        sayWhatWasLost();
        if (full > 0 && inMemoryOnly >= MOST_IN_MEMORY) {
            unsaid++;
            lost++;
        } else {
            keep(topic, record);
        }
    }

    private void keep(Topic topic, BusRecord record) {
        boolean onDisk = full == 0;
        inMemoryOnly += onDisk ? 0 : 1;
        writer.publish(topic, record, () -> inMemoryOnly = Math.max(0, inMemoryOnly - (onDisk ? 0 : 1)));
    }

    private void sayWhatWasLost() {
        if (unsaid == 0 || inMemoryOnly > MOST_IN_MEMORY / 2) {
            return;
        }
        RecordsLost said = RecordsLost.newBuilder().setCount(unsaid).build();
        String id = EventIds.local("lost by " + node.name(), lost);
        unsaid = 0;
        keep(
                Topic.AUDIT,
                new BusRecord(
                        id,
                        BusRecord.source(Keys.SCOPE, node.name(), "node-agent"),
                        EventType.RECORDS_LOST,
                        Keys.SCOPE,
                        node.name(),
                        WorldTime.wall(world.scheduler(), node.wallError()),
                        "",
                        "",
                        said));
    }

    /** What still waits when the disk takes records again is written after all. */
    void diskFull(boolean now) {
        full += now ? 1 : -1;
        inMemoryOnly = full == 0 ? 0 : inMemoryOnly;
        sayWhatWasLost();
    }

    void processEnded() {
        lost += inMemoryOnly;
        unsaid = 0;
        writer.forgetNewest(inMemoryOnly);
        inMemoryOnly = 0;
    }

    boolean empty() {
        return writer.settled() && unsaid == 0;
    }

    /** Ever, in whatever way. */
    long lost() {
        return lost;
    }
}
