package io.pgbaton.runtime.lifecycle;

import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFile;
import io.pgbaton.runtime.config.ConfigFile.Loaded;
import io.pgbaton.runtime.metrics.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The main of every daemon: {@code --config FILE}, {@code --check-config}, {@code --version}; start in order, and the
 * same bounded stop on SIGTERM, SIGINT and a failed start.
 */
public final class Daemon<C> {
    /** sysexits.h: the command line is wrong. */
    public static final int EXIT_USAGE = 64;
    /** sysexits.h: the configuration is wrong. */
    public static final int EXIT_CONFIG = 78;
    /** Sound configuration, but the daemon could not start: a port in use, a capability missing. */
    public static final int EXIT_START_FAILED = 1;

    private static final Logger log = Logging.first(Daemon.class);
    private static final long LONG_TURN_MILLIS = 500;
    private static final long START_BOUND_SECONDS = 60;

    private final Program<C> program;
    private final PrintStream out;
    private final PrintStream err;

    Daemon(Program<C> program, PrintStream out, PrintStream err) {
        this.program = program;
        this.out = out;
        this.err = err;
    }

    /** For the {@code main} of a daemon: returns when it runs, ends the process when it does not. */
    public static <C> void main(Program<C> program, String... words) {
        OptionalInt exit = new Daemon<>(program, System.out, System.err).run(List.of(words));
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
    }

    /** Empty while it runs, else the exit code. */
    OptionalInt run(List<String> words) {
        Path defaultConfig = Path.of("/etc/pgbaton", program.name().replaceFirst("^pgbaton-", "") + ".yaml");
        Optional<Arguments> parsed = Arguments.parse(words, defaultConfig);
        if (parsed.isEmpty()) {
            err.printf("usage: %s [--config FILE] [--check-config] [--version]%n", program.name());
            err.printf("FILE is %s unless it is named%n", defaultConfig);
            return OptionalInt.of(EXIT_USAGE);
        }
        Arguments arguments = parsed.get();
        if (arguments.mode() == Arguments.Mode.VERSION) {
            out.println(program.name() + " " + version());
            return OptionalInt.of(0);
        }
        try {
            Loaded<C> loaded = ConfigFile.load(arguments.config(), program::read);
            return arguments.mode() == Arguments.Mode.CHECK_CONFIG
                    ? confirm(arguments, loaded)
                    : start(arguments, loaded);
        } catch (ConfigException refused) {
            refused.faults().forEach(err::println);
            return OptionalInt.of(EXIT_CONFIG);
        }
    }

    private OptionalInt confirm(Arguments arguments, Loaded<C> loaded) {
        loaded.warnings().forEach(warning -> out.println("warning: " + warning));
        out.println(arguments.config() + ": sound");
        return OptionalInt.of(0);
    }

    private OptionalInt start(Arguments arguments, Loaded<C> loaded) {
        log.info(
                "Starting. program={} version={} config={} {}",
                program.name(),
                version(),
                arguments.config(),
                String.join(" ", loaded.effective()));
        loaded.warnings().forEach(warning -> log.warn("The configuration can be used, but: {}", warning));
        Vertx vertx = vertx();
        try {
            Platform platform = platform(vertx);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform), "stop"));
            await(onContext(platform.context(), () -> program.start(loaded.config(), platform)));
            log.info("Started. program={}", program.name());
            return OptionalInt.empty();
        } catch (RuntimeException failure) {
            log.error("Could not start. program={} reason={}", program.name(), failure.getMessage(), failure);
            return OptionalInt.of(EXIT_START_FAILED);
        }
    }

    private Platform platform(Vertx vertx) {
        Promise<Context> context = Promise.promise();
        vertx.runOnContext(nothing -> context.complete(Vertx.currentContext()));
        Context loop = await(context.future());
        Stops stops = new Stops(loop);
        return new Platform(vertx, loop, Metrics.registry(program.name(), version()), stops, version());
    }

    private void stop(Platform platform) {
        log.info("Stopping. program={}", program.name());
        platform.stops().run();
        log.info("Stopped. program={}", program.name());
    }

    /** One event loop: a daemon's work is to wait, and two loops would only wake each other up. */
    private static Vertx vertx() {
        FileSystemOptions noCache = new FileSystemOptions().setFileCachingEnabled(false);
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(noCache.setClassPathResolvingEnabled(false))
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LONG_TURN_MILLIS));
    }

    private static Future<Void> onContext(Context context, Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                work.get().onComplete(done);
            } catch (RuntimeException defect) {
                done.fail(defect);
            }
        });
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("not started within " + START_BOUND_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private String version() {
        return Optional.ofNullable(program.getClass().getPackage().getImplementationVersion())
                .orElse("development");
    }
}
