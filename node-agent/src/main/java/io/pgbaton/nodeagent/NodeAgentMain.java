package io.pgbaton.nodeagent;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.runtime.config.ConfigFile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;

public final class NodeAgentMain {
    private NodeAgentMain() {}

    public static void main(String[] args) throws Exception {
        NodeAgentConfig config =
                ConfigFile.load(Path.of(args[1]), NodeAgentConfig::read).config();
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
        NodeAgent agent = new NodeAgent(
                vertx,
                config,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                (addresses, link) -> new AddressHolder(addresses));
        agent.start().onFailure(Throwable::printStackTrace);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() ->
                        agent.stop().toCompletionStage().toCompletableFuture().join()));
    }
}
