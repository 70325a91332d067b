package io.pgbaton.cli;

import io.pgbaton.cli.config.CliConfig;
import io.pgbaton.cli.config.ConfigPath;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFile;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of the CLI: its configuration and its event loop, each made when it is first needed. */
public final class Session implements AutoCloseable {
    private final Optional<Path> named;
    private final Map<String, String> environment;
    private final Duration patience;
    private CliConfig config;
    private Vertx vertx;
    private Etcd store;

    /** @param patience for each thing that is asked over the network */
    public Session(Optional<Path> named, Map<String, String> environment, Duration patience) {
        this.named = named;
        this.environment = environment;
        this.patience = patience;
    }

    public CliConfig config() {
        if (config == null) {
            config = load();
        }
        return config;
    }

    public BusSettings bus() {
        return config().bus().orElseThrow(() -> missing("bus", "bus: {bootstrap: [\"10.0.0.9:9092\"]}"));
    }

    public EtcdSettings etcd() {
        return config().etcd().orElseThrow(() -> missing("etcd", "etcd: {endpoints: [\"http://10.0.0.11:2379\"]}"));
    }

    /** Those asked for, else those of the configuration. */
    public List<Scope> scopes(List<Scope> askedFor) {
        List<Scope> scopes = askedFor.isEmpty() ? config().scopes() : askedFor;
        if (scopes.isEmpty()) {
            throw missing("scopes", "scopes: [service/demo], or name one with --scope");
        }
        return scopes;
    }

    public Duration patience() {
        return patience;
    }

    public Vertx vertx() {
        if (vertx == null) {
            // Nothing is served from files here; without their cache the loop is there sooner.
            FileSystemOptions files =
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
            vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(2)
                    .setFileSystemOptions(files));
        }
        return vertx;
    }

    public Etcd store() {
        if (store == null) {
            store = Etcd.open(vertx(), vertx().getOrCreateContext(), etcd());
        }
        return store;
    }

    /** @param what completes "... did not answer" */
    public <T> T await(Future<T> future, String what) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable(what + " did not answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CliFault fault) {
                throw fault;
            }
            throw unreachable(what + " did not answer: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted while waiting for " + what);
        }
    }

    /** Does not wait: the process ends anyway, and nobody wants to watch it leave. */
    @Override
    public void close() {
        if (vertx != null) {
            Future<Void> storeClosed = store == null ? Future.succeededFuture() : store.close();
            storeClosed.onComplete(closed -> vertx.close());
        }
    }

    private CliConfig load() {
        Path file = ConfigPath.find(named, environment)
                .orElseThrow(() -> new CliFault(
                        ExitCode.CONFIG,
                        "there is no configuration: write "
                                + ConfigPath.usual(environment).get(0)
                                + ", or name a file with --config or PGBATON_CONFIG"));
        try {
            return ConfigFile.load(file, CliConfig::read).config();
        } catch (ConfigException e) {
            throw new CliFault(ExitCode.CONFIG, e.getMessage());
        }
    }

    private static CliFault missing(String key, String example) {
        return new CliFault(ExitCode.CONFIG, "the configuration has no `" + key + "`; write for example " + example);
    }

    private static CliFault unreachable(String message) {
        return new CliFault(ExitCode.UNREACHABLE, message);
    }
}
