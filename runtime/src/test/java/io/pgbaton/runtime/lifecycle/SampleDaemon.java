package io.pgbaton.runtime.lifecycle;

import io.pgbaton.runtime.config.ConfigNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon that does nothing, to be run as a process of its own. */
final class SampleDaemon implements Program<SampleDaemon.Settings> {
    record Settings(String node, String failure) {}

    public static void main(String[] words) {
        Daemon.main(new SampleDaemon(), words);
    }

    @Override
    public String name() {
        return "pgbaton-sample";
    }

    @Override
    public Settings read(ConfigNode node) {
        return new Settings(node.text("node").required(), node.text("failure").orElse(""));
    }

    @Override
    public Future<Void> start(Settings settings, Platform platform) {
        Logger log = LoggerFactory.getLogger(SampleDaemon.class);
        platform.stops().add("first started", Duration.ofSeconds(1), () -> {
            log.info("first part stops");
            return Future.succeededFuture();
        });
        platform.stops().add("never ends", Duration.ofMillis(100), () -> Promise.promise()
                .future());
        platform.stops().add("last started", Duration.ofSeconds(1), () -> {
            log.info("last part stops");
            return Future.failedFuture("it has a reason");
        });
        return settings.failure().isEmpty() ? Future.succeededFuture() : Future.failedFuture(settings.failure());
    }
}
