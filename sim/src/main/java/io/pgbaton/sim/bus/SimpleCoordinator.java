package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A coordinator at its worst: it sends a command for each new leader, may lose it, repeat it, let a later one overtake
 * it,
 * send old ones again, send them to the wrong node, and name epochs that do not exist.
 */
public final class SimpleCoordinator {
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final List<String> members;
    private final BiConsumer<String, Command> deliver;
    private final SimpleRouting routing;
    private final List<Command> sent = new ArrayList<>();
    private Manners manners = Manners.GOOD;

    /** An acquire command as it travels: the same member in the same epoch is the same command. */
    public record Command(String id, String member, long epoch) {
        static Command of(String member, long epoch) {
            return new Command("acquire " + member + "@" + epoch, member, epoch);
        }
    }

    /** Chances of what goes wrong with a command. */
    public record Manners(double lost, double repeated, double late, double stale) {
        public static final Manners GOOD = new Manners(0, 0, 0, 0);
    }

    /**
     * @param deliver brings a command to the agent of a node, if there is one
     * @param post the same for what concerns its HAProxy
     */
    public SimpleCoordinator(
            SimScheduler scheduler,
            SimRandom random,
            List<String> members,
            BiConsumer<String, Command> deliver,
            SimpleRouting.Post post) {
        this.scheduler = scheduler;
        this.random = random;
        this.members = members;
        this.deliver = deliver;
        this.routing = new SimpleRouting(scheduler, random.fork(0), members, () -> manners, post);
    }

    public void become(Manners now) {
        manners = now;
    }

    /** A primary takes writes, says its agent. */
    public void writable(PrimaryWritable said) {
        routing.writable(said);
    }

    public void changed(Change change) {
        if (!change.key().equals(Keys.LEADER) || change.now().isEmpty()) {
            return;
        }
        String leader = ((EtcdValue.Text) change.now().get().value()).text();
        Command command = Command.of(leader, change.revision());
        sent.add(command);
        send(leader, command);
        if (random.chance(manners.stale)) {
            send(random.pick(members), random.pick(sent));
            send(random.pick(members), Command.of(random.pick(members), change.revision() + random.between(1, 9)));
        }
    }

    private void send(String node, Command command) {
        if (random.chance(manners.lost)) {
            return;
        }
        int copies = random.chance(manners.repeated) ? 3 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = random.chance(manners.late)
                    ? random.skewed(50 * MILLIS, 20 * SECOND)
                    : random.between(5 * MILLIS, 30 * MILLIS);
            scheduler.after(delay, () -> deliver.accept(node, command));
        }
    }
}
