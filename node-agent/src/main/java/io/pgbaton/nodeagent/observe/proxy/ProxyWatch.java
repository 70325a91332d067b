package io.pgbaton.nodeagent.observe.proxy;

import io.pgbaton.nodeagent.act.proxy.ProcessInfo;
import io.pgbaton.nodeagent.act.proxy.ProxyException;
import io.pgbaton.nodeagent.act.proxy.ProxyFault;
import io.pgbaton.nodeagent.act.proxy.RuntimeApi;
import io.pgbaton.nodeagent.act.proxy.ServerState;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.ServerView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one proxy. HAProxy tells nothing by itself, so it is looked at each second and after each action: three
 * commands of 0.1 ms. Blocking, at most one timeout of the Runtime API a command; looks of one proxy must not overlap, so
 * they belong on the worker that also carries out its actions.
 */
public final class ProxyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyWatch.class);

    private final RuntimeApi api;
    private final String primary;
    private final Optional<String> replicas;
    private final LongSupplier bootClock;
    private Optional<ProcessInfo> lastSeen = Optional.empty();
    private boolean away;
    private boolean replicasMissing;

    /**
     * @param backends the one for writes first, then the one for reads, when there is one
     * @param bootClock CLOCK_BOOTTIME in nanoseconds
     */
    public ProxyWatch(RuntimeApi api, List<String> backends, LongSupplier bootClock) {
        this.api = api;
        this.primary = backends.get(0);
        this.replicas = backends.stream().skip(1).findFirst();
        this.bootClock = bootClock;
    }

    /**
     * What the proxy shows now, for the route machine. A reload between two looks is told once, also when the proxy was
     * away in between. The process is asked before and after the servers: were it replaced in between, the new one's
     * servers would pass for the old one's and the reload be told only by the next look.
     */
    public RouteInput look() {
        try {
            ProcessInfo before = api.showInfo();
            Map<String, List<ServerView>> servers = servers();
            ProcessInfo after = api.showInfo();
            boolean reloaded = !before.sameProcess(after)
                    || lastSeen.map(last -> !last.sameProcess(after)).orElse(false);
            seen(after, reloaded);
            return new RouteInput.ProxySeen(bootClock.getAsLong(), servers, reloaded);
        } catch (ProxyException e) {
            if (!away) {
                LOG.warn("HAProxy cannot be asked; its own checks go on. socket={} cause={}", api.path(), cause(e));
            }
            away = true;
            return new RouteInput.ProxyUnreachable(bootClock.getAsLong(), cause(e));
        }
    }

    private Map<String, List<ServerView>> servers() throws ProxyException {
        Map<String, List<ServerView>> servers = new HashMap<>();
        servers.put(primary, views(primary));
        if (replicas.isPresent()) {
            try {
                servers.put(replicas.get(), views(replicas.get()));
            } catch (ProxyException e) {
                missing(e);
            }
        }
        return servers;
    }

    /** A wrong name for the reads must not take the writes along. */
    private void missing(ProxyException e) throws ProxyException {
        if (e.fault() != ProxyFault.NO_SUCH_BACKEND) {
            throw e;
        }
        if (!replicasMissing) {
            LOG.warn("HAProxy has no such backend for reads; they are left to it. backend={}", replicas.get());
            replicasMissing = true;
        }
    }

    private List<ServerView> views(String backend) throws ProxyException {
        return api.showServersState(backend).stream().map(ProxyWatch::view).toList();
    }

    private static ServerView view(ServerState state) {
        return new ServerView(state.name(), state.up(), state.checked() && !state.administered());
    }

    private void seen(ProcessInfo now, boolean reloaded) {
        if (away || lastSeen.isEmpty()) {
            LOG.info("HAProxy answers. socket={} pid={} version={}", api.path(), now.pid(), now.version());
        } else if (reloaded) {
            LOG.info("HAProxy was reloaded. socket={} pid={}", api.path(), now.pid());
        }
        away = false;
        lastSeen = Optional.of(now);
    }

    private static String cause(ProxyException e) {
        return e.getMessage();
    }
}
