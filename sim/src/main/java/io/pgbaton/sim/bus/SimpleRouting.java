package io.pgbaton.sim.bus;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import com.google.protobuf.Message;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Drain;
import io.pgbaton.proto.v1.PrepareRoute;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.Route;
import io.pgbaton.sim.bus.SimpleCoordinator.Manners;
import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the {@link SimpleCoordinator} and its bus do for the proxies, as badly: the word that a primary takes writes, and the
 * command to route there, are lost, repeated, late, or come again; members are drained that nobody asked to give up.
 * Only this it never does: command to route to a member of which nobody has said that it takes writes.
 */
public final class SimpleRouting {
    private static final int DRAIN_LIMIT = 3_000;

    private final SimScheduler scheduler;
    private final SimRandom dice;
    private final List<String> nodes;
    private final Supplier<Manners> manners;
    private final Post post;
    private final List<Letter> sent = new ArrayList<>();

    /** A record of the bus. */
    record Letter(String id, Message content) {}

    /** Brings a record to the agent of a node, if there is one. */
    public interface Post {
        void bring(String node, String id, Message content);
    }

    SimpleRouting(SimScheduler scheduler, SimRandom dice, List<String> nodes, Supplier<Manners> manners, Post post) {
        this.scheduler = scheduler;
        this.dice = dice;
        this.nodes = nodes;
        this.manners = manners;
        this.post = post;
    }

    void writable(PrimaryWritable said) {
        Letter word = new Letter("writable " + said.getMember() + "@" + said.getEpoch(), said);
        for (String node : nodes) {
            send(node, word);
            Letter route = route(node, said);
            sent.add(route);
            send(node, route);
        }
        sent.add(word);
        if (dice.chance(manners.get().stale())) {
            send(dice.pick(nodes), dice.pick(sent));
            send(dice.pick(nodes), drain(dice.pick(nodes), said));
            send(dice.pick(nodes), prepare(said.getEpoch() + dice.between(1, 9)));
        }
    }

    private static Letter route(String node, PrimaryWritable said) {
        Command command = Command.newBuilder()
                .setNode(node)
                .setEpoch(said.getEpoch())
                .setRoute(Route.newBuilder().setProxy(SimHaproxy.NAME).setMember(said.getMember()))
                .build();
        return new Letter("route " + node + " " + said.getMember() + "@" + said.getEpoch(), command);
    }

    private Letter drain(String member, PrimaryWritable said) {
        Command command = Command.newBuilder()
                .setEpoch(said.getEpoch())
                .setValidForMs(DRAIN_LIMIT)
                .setDrain(Drain.newBuilder().setProxy(SimHaproxy.NAME).setMember(member))
                .build();
        return new Letter("drain " + member + "@" + said.getEpoch(), command);
    }

    /** Of an epoch that may never be. */
    private Letter prepare(long epoch) {
        Command command = Command.newBuilder()
                .setEpoch(epoch)
                .setPrepareRoute(PrepareRoute.newBuilder()
                        .setProxy(SimHaproxy.NAME)
                        .setOldMember(dice.pick(nodes))
                        .setNewMember(dice.pick(nodes)))
                .build();
        return new Letter("prepare @" + epoch, command);
    }

    private void send(String node, Letter letter) {
        Manners now = manners.get();
        if (dice.chance(now.lost())) {
            return;
        }
        int copies = dice.chance(now.repeated()) ? 3 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = dice.chance(now.late())
                    ? dice.skewed(50 * MILLIS, 20 * SECOND)
                    : dice.between(5 * MILLIS, 30 * MILLIS);
            scheduler.after(delay, () -> post.bring(node, letter.id(), letter.content()));
        }
    }
}
