package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.proxy.MasterApi;
import io.pgbaton.nodeagent.act.proxy.RouteExecutor;
import io.pgbaton.nodeagent.act.proxy.RuntimeApi;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.RouteRecords;
import io.pgbaton.nodeagent.act.route.ProxyLoop;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.config.ProxyConfig;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.proxy.ProxyWatch;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts together what one proxy of the configuration needs. */
record ProxyAssembly(Platform platform, NodeAgentConfig config, String instance, ScopeMetrics metrics) {
    /** A proxy on the same host answers in 0.1 ms; ten thousand times that means that it hangs. */
    private static final long ANSWER_MILLIS = 1000;

    private static final long LONGEST_CALL_SECONDS = 5;

    ProxyLoop assemble(ClusterConfig cluster, ProxyConfig proxy, Recorder recorder, Runnable readEtcd) {
        String name = cluster.scope().key() + "/" + proxy.name();
        WorkerExecutor worker = platform.vertx()
                .createSharedWorkerExecutor("haproxy-" + name, 1, LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
        RuntimeApi api = new RuntimeApi(proxy.socket(), ANSWER_MILLIS);
        RouteExecutor executor =
                new RouteExecutor(api, proxy.masterSocket().map(socket -> new MasterApi(socket, ANSWER_MILLIS)));
        List<String> backends = Stream.concat(Stream.of(proxy.primary()), proxy.replicas().stream())
                .toList();
        return new ProxyLoop(
                new EventLoop.Place(name, platform.vertx(), platform.context(), platform.registry()),
                settings(proxy),
                new ProxyLoop.Connection(worker, executor, new ProxyWatch(api, backends, BootClock::nanos)),
                new RouteRecords(recorder, metrics, config.node(), instance, proxy.name()),
                readEtcd);
    }

    private RouteSettings settings(ProxyConfig proxy) {
        return new RouteSettings(
                proxy.name(),
                proxy.primary(),
                proxy.replicas(),
                proxy.maxLag(),
                config.autonomyAfter().toNanos(),
                !config.observeOnly());
    }
}
