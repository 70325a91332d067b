package io.pgbaton.nodeagent.decide.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the machine remembers of one proxy; soft, rebuilt after a restart from etcd and from the proxy itself.
 *
 * @param ahead a writable primary of an epoch that is not seen here yet
 * @param sent by backend
 * @param timers generation of each timer that runs
 * @param counter numbers actions and generations
 */
public record RouteState(
        Reign reign,
        Optional<RouteInput.PrimaryWritable> ahead,
        SwitchoverFacts switchover,
        List<MemberView> members,
        ProxyFacts proxy,
        Map<String, SentBackend> sent,
        CommandMemory commands,
        Map<RouteTimer, Long> timers,
        Quarrel quarrel,
        Retry retry,
        Hands hands,
        long counter) {
    public static final RouteState INITIAL = new RouteState(
            Reign.UNKNOWN,
            Optional.empty(),
            SwitchoverFacts.NONE,
            List.of(),
            ProxyFacts.UNSEEN,
            Map.of(),
            CommandMemory.EMPTY,
            Map.of(),
            Quarrel.NONE,
            Retry.NONE,
            Hands.FREE,
            0);

    /** The newest epoch seen, 0 when none. */
    public long epoch() {
        return reign.epoch();
    }

    /** The member that writes are sent to by this agent's will; empty while drained, vacant or not writable yet. */
    public Optional<String> writesTo() {
        return reign instanceof Reign.Led led && led.phase() == Reign.Phase.ROUTED
                ? Optional.of(led.member())
                : Optional.empty();
    }

    public boolean reachable() {
        return proxy.reachable();
    }
}
