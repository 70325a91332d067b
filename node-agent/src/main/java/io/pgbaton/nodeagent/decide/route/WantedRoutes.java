package io.pgbaton.nodeagent.decide.route;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the backends ought to be, from the facts alone: server to up or down; what is not named is left to HAProxy. */
final class WantedRoutes {
    private static final Set<String> SERVING = Set.of("running", "streaming");

    private WantedRoutes() {}

    /**
     * At most one server is up for writes: the leader that was found writable. An elected one that is not yet writable is
     * left alone, because after a restart of this agent it is simply the primary that works.
     */
    static Map<String, Boolean> primary(Reign reign, Iterable<ServerView> servers) {
        Map<String, Boolean> wanted = new TreeMap<>();
        if (reign instanceof Reign.Unknown) {
            return wanted;
        }
        Optional<Reign.Led> led = reign instanceof Reign.Led l ? Optional.of(l) : Optional.empty();
        for (ServerView server : servers) {
            boolean leader = led.filter(l -> l.member().equals(server.name())).isPresent();
            if (!server.steerable() || (leader && undecided(led.get().phase()))) {
                continue;
            }
            wanted.put(server.name(), leader && led.get().phase() == Reign.Phase.ROUTED);
        }
        return wanted;
    }

    private static boolean undecided(Reign.Phase phase) {
        return phase == Reign.Phase.ELECTED || phase == Reign.Phase.WRITABLE;
    }

    /**
     * Members that may serve reads up, the others down; nothing at all when none may, because then the configuration
     * says where reads fall back to. A member whose lag is unknown is left to HAProxy.
     */
    static Map<String, Boolean> replicas(RouteStep step, String backend) {
        Map<String, MemberView> members = new TreeMap<>();
        step.members.forEach(member -> members.put(member.name(), member));
        Map<String, Boolean> wanted = new TreeMap<>();
        if (members.isEmpty() || step.reign instanceof Reign.Unknown) {
            return wanted;
        }
        for (ServerView server : step.proxy.of(backend)) {
            Optional<Boolean> verdict = reads(step, members.get(server.name()));
            if (server.steerable() && verdict.isPresent()) {
                wanted.put(server.name(), verdict.get());
            }
        }
        return wanted.containsValue(true) ? wanted : Map.of();
    }

    private static Optional<Boolean> reads(RouteStep step, MemberView member) {
        if (member == null
                || leads(step.reign, member)
                || !mayServe(member)
                || step.hands.maintained().contains(member.name())) {
            return Optional.of(false);
        }
        return member.lag().isEmpty()
                ? Optional.empty()
                : Optional.of(member.lag().getAsLong() <= step.settings.maxLag());
    }

    private static boolean leads(Reign reign, MemberView member) {
        return reign instanceof Reign.Led led && led.member().equals(member.name());
    }

    private static boolean mayServe(MemberView member) {
        return member.role().equals("replica") && SERVING.contains(member.state()) && !member.noLoadBalance();
    }

    /** Whose sessions have nothing to look for in the primary backend: they would write to a standby, or to a dead one. */
    static Set<String> astray(Reign reign, Set<String> servers) {
        Set<String> astray = new TreeSet<>();
        if (reign instanceof Reign.Vacant vacant) {
            astray.add(vacant.lastHolder());
        } else if (reign instanceof Reign.Led led && led.takesWrites()) {
            astray.addAll(servers);
            astray.remove(led.member());
        }
        return astray;
    }
}
