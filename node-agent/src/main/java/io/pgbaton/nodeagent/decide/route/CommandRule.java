package io.pgbaton.nodeagent.decide.route;

import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.CommandName;
import io.pgbaton.nodeagent.decide.route.RouteInput.CommandReceived;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Command.ActionCase;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commands, fenced by epoch (R3) and done once (R8).
 *
 * <p>A Route says by itself that the member is writable: the coordinator sends it on the observation of that, and epoch
 * and member must be those of the leader key as this agent sees it.
 */
final class CommandRule {
    private static final long MILLISECOND = 1_000_000L;
    /** How long etcd is given to show an epoch that a command named: its watch is some ms behind, a re-read some 100. */
    static final long LONGEST_WAIT = 5_000 * MILLISECOND;

    private CommandRule() {}

    static void received(RouteStep step, CommandReceived in) {
        CommandName name = name(in.command(), in.id());
        if (step.commands.done().contains(in.id())) {
            step.act(new RouteAction.Already(name));
        } else if (!step.commands.waits(in.id())) {
            consider(step, in);
        }
    }

    private static void consider(RouteStep step, CommandReceived in) {
        CommandName name = name(in.command(), in.id());
        long epoch = in.command().getEpoch();
        if (!step.settings.proxy().equals(RouteInputs.proxy(in.command()))) {
            step.refuse(name, RefusalReason.UNKNOWN_DIRECTOR, "this is proxy " + step.settings.proxy());
        } else if (epoch == 0) {
            step.refuse(name, RefusalReason.MALFORMED, "a route belongs to an epoch");
        } else if (step.at >= deadline(in)) {
            step.refuse(name, RefusalReason.EXPIRED, "valid for " + in.command().getValidForMs() + " ms");
        } else if (epoch < step.reign.epoch()) {
            step.refuse(name, RefusalReason.STALE_EPOCH, "this agent has seen " + step.reign.epoch());
        } else if (epoch > step.reign.epoch() || endNotSeen(step, in.command())) {
            await(step, in);
        } else {
            carryOut(step, in.command(), name);
        }
    }

    /** The coordinator saw the leader key go; here it is still there. (The same member may lead again: then both are it.) */
    private static boolean endNotSeen(RouteStep step, Command command) {
        return command.getActionCase() == ActionCase.PREPARE_ROUTE
                && step.reign instanceof Reign.Led led
                && led.member().equals(command.getPrepareRoute().getOldMember())
                && !led.member().equals(command.getPrepareRoute().getNewMember());
    }

    private static void carryOut(RouteStep step, Command command, CommandName name) {
        if (command.getActionCase() == ActionCase.PREPARE_ROUTE) {
            prepare(step, command.getPrepareRoute().getOldMember());
            send(step, name, RouteReason.PREPARE_COMMANDED);
            return;
        }
        Optional<Reign.Led> led = namedLeader(step, name, member(command));
        if (led.isEmpty()) {
            return;
        }
        switch (command.getActionCase()) {
            case ROUTE -> route(step, led.get(), name);
            case DRAIN -> drain(step, led.get(), name);
            case UNDRAIN -> undrain(step, led.get(), name);
            default -> step.refuse(name, RefusalReason.MALFORMED, "no such action for a proxy");
        }
    }

    private static void prepare(RouteStep step, String oldMember) {
        step.sayAgain();
        boolean leads = step.reign instanceof Reign.Led led && led.member().equals(oldMember);
        if (!oldMember.isEmpty() && !leads) {
            step.endSessions(Set.of(oldMember));
        }
    }

    /** Refuses when the member that the command names does not lead. */
    private static Optional<Reign.Led> namedLeader(RouteStep step, CommandName name, String member) {
        if (step.reign instanceof Reign.Vacant) {
            step.refuse(name, RefusalReason.SUPERSEDED, "its epoch has ended");
            return Optional.empty();
        }
        Reign.Led led = (Reign.Led) step.reign;
        if (!led.member().equals(member)) {
            step.refuse(name, RefusalReason.NOT_LEADER, led.member() + " leads in this epoch");
            return Optional.empty();
        }
        return Optional.of(led);
    }

    /** The others go down in any case; but a route to a server that cannot be set is not reported as one. */
    private static void route(RouteStep step, Reign.Led led, CommandName name) {
        LeadershipRule.routed(step, led);
        List<ServerView> servers = step.proxy.of(step.settings.primary());
        Optional<ServerView> server =
                servers.stream().filter(s -> s.name().equals(led.member())).findAny();
        if (!step.proxy.reachable() || server.filter(ServerView::steerable).isPresent()) {
            send(step, name, RouteReason.ROUTE_COMMANDED);
            return;
        }
        Settling.settle(step, RouteReason.ROUTE_COMMANDED);
        if (server.isEmpty()) {
            String detail = "backend " + step.settings.primary() + " has no server " + led.member();
            step.refuse(name, RefusalReason.UNKNOWN_DIRECTOR, detail);
        } else {
            String detail = "server " + led.member() + " is in maintenance or has no checks";
            step.refuse(name, RefusalReason.HELD_BY_ANOTHER, detail);
        }
    }

    private static void drain(RouteStep step, Reign.Led led, CommandName name) {
        if (step.switchover.paused()) {
            step.refuse(name, RefusalReason.PAUSED, "nobody is drained while Patroni is paused");
        } else if (step.hands.off()) {
            step.refuse(name, RefusalReason.PAUSED, step.hands.paused());
        } else if (!led.takesWrites()) {
            step.refuse(name, RefusalReason.NOT_CONFIRMED, led.member() + " is not known to take writes");
        } else {
            if (led.phase() != Reign.Phase.DRAINED) {
                DrainRule.drained(step, led);
            }
            step.sayAgain();
            send(step, name, RouteReason.DRAIN_COMMANDED);
        }
    }

    private static void undrain(RouteStep step, Reign.Led led, CommandName name) {
        if (led.phase() == Reign.Phase.DRAINED) {
            DrainRule.undrained(step, led);
            step.sayAgain();
            send(step, name, RouteReason.UNDRAIN_COMMANDED);
        } else {
            remember(step, name);
            step.act(new RouteAction.Already(name));
        }
    }

    /** What a command asks for becomes a fact even when the proxy is away: it is sent when it is back. */
    private static void send(RouteStep step, CommandName name, RouteReason reason) {
        if (!step.proxy.reachable()) {
            step.refuse(name, RefusalReason.UNREACHABLE, "the proxy does not answer; it will be set when it is back");
            return;
        }
        remember(step, name);
        boolean sent = Settling.settle(step, new Cause(reason, step.reign.epoch(), name.id()));
        if (!sent) {
            step.act(new RouteAction.Already(name));
        } else if (!step.settings.acts()) {
            step.refuse(name, RefusalReason.OBSERVE_MODE, "mode: observe");
        }
    }

    private static void remember(RouteStep step, CommandName name) {
        step.commands = step.commands.did(name.id());
    }

    private static void await(RouteStep step, CommandReceived in) {
        List<CommandReceived> waiting = step.commands.waiting();
        if (waiting.size() >= CommandMemory.MOST_WAITING) {
            CommandReceived oldest = waiting.get(0);
            step.refuse(
                    name(oldest.command(), oldest.id()), RefusalReason.SUPERSEDED, "too many commands wait for etcd");
            step.commands = step.commands.withWaiting(waiting.subList(1, waiting.size()));
        }
        step.commands = step.commands.waitingFor(in);
        step.act(new RouteAction.ReadEtcd(in.command().getEpoch()));
        if (!step.runs(RouteTimer.WAITING)) {
            step.start(RouteTimer.WAITING, giveUpAt(in) - step.at);
        }
    }

    /** Something was learned of the epochs: what waited for it is considered again, in the order in which it came. */
    static void tryWaiting(RouteStep step) {
        List<CommandReceived> waiting = step.commands.waiting();
        step.commands = step.commands.withWaiting(List.of());
        step.cancel(RouteTimer.WAITING);
        waiting.forEach(command -> reconsider(step, command));
    }

    private static void reconsider(RouteStep step, CommandReceived in) {
        if (step.at >= giveUpAt(in) && step.at < deadline(in)) {
            step.refuse(
                    name(in.command(), in.id()),
                    RefusalReason.NOT_CONFIRMED,
                    "etcd does not show what it says; newest epoch here is " + step.reign.epoch());
        } else {
            consider(step, in);
        }
    }

    private static long giveUpAt(CommandReceived in) {
        return Math.min(deadline(in), in.firstSeen() + LONGEST_WAIT);
    }

    private static long deadline(CommandReceived in) {
        long validFor = Integer.toUnsignedLong(in.command().getValidForMs());
        return validFor == 0 ? Long.MAX_VALUE : in.firstSeen() + validFor * MILLISECOND;
    }

    private static CommandName name(Command command, String id) {
        String action =
                switch (command.getActionCase()) {
                    case PREPARE_ROUTE -> "prepare route";
                    case ROUTE -> "route";
                    case DRAIN -> "drain";
                    case UNDRAIN -> "undrain";
                    default -> "unknown";
                };
        return new CommandName(id, action, command.getEpoch());
    }

    private static String member(Command command) {
        return switch (command.getActionCase()) {
            case ROUTE -> command.getRoute().getMember();
            case DRAIN -> command.getDrain().getMember();
            case UNDRAIN -> command.getUndrain().getMember();
            default -> "";
        };
    }
}
