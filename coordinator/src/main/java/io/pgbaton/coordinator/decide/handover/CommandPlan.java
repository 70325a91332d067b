package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Directors.Director;
import io.pgbaton.proto.v1.AcquireAddress;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Drain;
import io.pgbaton.proto.v1.PrepareRoute;
import io.pgbaton.proto.v1.Route;
import io.pgbaton.proto.v1.Undrain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The commands that the situation asks for now. What was sent already is told apart by id, so the plan need not
 * remember.
 *
 * <pre>
 * asked to step down, still there ............ drain, every proxy
 * the same, withdrawn, too late or paused .... undrain, every proxy that was drained
 * a successor ................................ acquire address, its node; prepare route, every proxy
 *   whose node is in maintenance, or the
 *   address frozen ........................... only the latter
 * the successor serves ....................... route, every proxy (instead of prepare)
 * a director that has confirmed .............. nothing
 * </pre>
 *
 * @param drainLimitMs the drain ends by itself after this, also when nobody is left to undrain
 */
public record CommandPlan(Situation situation, Directors directors, Handover handover, int drainLimitMs) {
    private static final String DRAIN = "drain";

    public List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        if (!situation.hasEnded()) {
            drain(wanted);
        }
        situation.successor().filter(s -> !s.member().isEmpty()).ifPresent(s -> {
            acquire(s, wanted);
            route(s, wanted);
        });
        return wanted;
    }

    private void drain(List<Wanted> wanted) {
        boolean over = handover.marks().drainOver()
                || situation.isWithdrawn()
                || directors.restraint().isPaused();
        String member = handover.opening().oldMember();
        forEachProxy((agent, proxy) -> {
            Command.Builder command = command(agent, handover.opening().endedEpoch());
            String target = Directors.route(agent.getNode(), proxy);
            String turn = Long.toString(handover.opening().requestRevision());
            if (over) {
                command.setUndrain(Undrain.newBuilder().setProxy(proxy).setMember(member));
                wanted.add(new Wanted(command.build(), "undrain", target, turn));
            } else {
                command.setDrain(Drain.newBuilder().setProxy(proxy).setMember(member))
                        .setValidForMs(drainLimitMs);
                wanted.add(new Wanted(command.build(), DRAIN, target, turn));
            }
        });
    }

    private void acquire(Reign successor, List<Wanted> wanted) {
        for (AgentRegistration agent : directors.reachable()) {
            if (agent.getMember().equals(successor.member())
                    && directors.restraint().withholds(agent).isEmpty()) {
                for (String name : agent.getAddressesList()) {
                    Command command = command(agent, successor.last())
                            .setAcquireAddress(
                                    AcquireAddress.newBuilder().setName(name).setMember(successor.member()))
                            .build();
                    addUnlessConfirmed(
                            new Director(name, ""),
                            successor,
                            new Wanted(command, "acquire address", name, ""),
                            wanted);
                }
            }
        }
    }

    private void route(Reign successor, List<Wanted> wanted) {
        boolean serving = successor.serving().isPresent();
        forEachProxy((agent, proxy) -> {
            Command.Builder command = command(agent, successor.last());
            String target = Directors.route(agent.getNode(), proxy);
            if (serving) {
                command.setRoute(Route.newBuilder().setProxy(proxy).setMember(successor.member()));
            } else {
                command.setPrepareRoute(PrepareRoute.newBuilder()
                        .setProxy(proxy)
                        .setOldMember(handover.opening().oldMember())
                        .setNewMember(successor.member()));
            }
            Wanted one = new Wanted(command.build(), serving ? "route" : "prepare route", target, "");
            addUnlessConfirmed(new Director(target, agent.getNode()), successor, one, wanted);
        });
    }

    private static void addUnlessConfirmed(Director director, Reign successor, Wanted one, List<Wanted> wanted) {
        if (Directors.confirmation(director, successor).isEmpty()) {
            wanted.add(one);
        }
    }

    private void forEachProxy(BiConsumer<AgentRegistration, String> action) {
        directors.reachable().forEach(agent -> agent.getProxiesList().forEach(proxy -> action.accept(agent, proxy)));
    }

    private static Command.Builder command(AgentRegistration agent, long epoch) {
        return Command.newBuilder().setNode(agent.getNode()).setEpoch(epoch);
    }
}
