package io.pgbaton.coordinator;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.coordinator.api.ApiRoutes;
import io.pgbaton.coordinator.config.CoordinatorConfig;
import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.coordinator.metrics.CoordinatorMetrics;
import io.pgbaton.coordinator.observe.PublicFeed;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.http.Health;
import io.pgbaton.runtime.journal.DurableJournal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of the coordinator: what it is made of, and in which order it starts and stops. On one context. */
public final class Coordinator {
    private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

    /** For what is still on its way to the bus at the end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** After some fifty the compiler has seen what matters; takes about a second on a small machine. */
    private static final int WARM_UP_ROUNDS = 50;

    /** Whose record it was meant to be cannot be read, so its report has a scope of its own. */
    private static final Scope UNREADABLE = new Scope("pgbaton", "unreadable");

    private final DurableJournal journal;
    private final Parts parts;
    private final Shares shares;
    private final PublicFeed feed;
    private final DaemonServer server;
    private Topics topics;

    /** On the context. */
    public Coordinator(
            Vertx vertx,
            Context context,
            PrometheusMeterRegistry registry,
            CoordinatorConfig config,
            DurableJournal journal) {
        this.journal = journal;
        String run = config.name() + "@" + ProcessHandle.current().pid() + "."
                + Long.toString(System.nanoTime() ^ Instant.now().toEpochMilli(), Character.MAX_RADIX);
        parts = new Parts(
                config,
                run,
                vertx,
                context,
                registry,
                BusWriter.start(vertx, config.bus(), registry, journal),
                new CoordinatorMetrics(registry),
                new Etcds(vertx, context, config));
        shares = new Shares(parts);
        feed = new PublicFeed(vertx, config.bus(), registry);
        server = new DaemonServer(vertx, registry);
        parts.metrics().rehearsals().every(config.rehearsal().every());
        parts.metrics().scopesOwned(() -> shares.owners().count());
        parts.metrics().partitionsOwned(() -> shares.partitions().size());
    }

    /**
     * Waits for neither the bus nor etcd: what is away is tried again until it is there, and {@code /readyz} says so.
     *
     * @return the port of HTTP; fails when it cannot be had
     */
    public Future<Integer> start() {
        topics = Topics.ensure(parts.vertx(), parts.config().bus());
        server.check(
                        "bus",
                        () -> parts.writer().reachable()
                                ? Health.ready("the broker takes records")
                                : Health.notReady("the broker takes no records; "
                                        + parts.writer().depth() + " wait"))
                .check("topics", this::topics)
                .check("journal", journal::health)
                .check("etcd", parts.etcds()::health)
                .check("group", shares::health)
                .status(() -> Future.succeededFuture(StatusPage.of(parts, shares)));
        new ApiRoutes(parts.vertx(), feed).addTo(server.routes());
        parts.etcds().start();
        Future<Integer> warm = warmUp();
        topics.ready().compose(there -> warm).onSuccess(ready -> parts.context().runOnContext(hop -> listen()));
        return server.start(parts.config().http())
                .onSuccess(port -> log.info(
                        "The coordinator listens. name={} port={}",
                        parts.config().name(),
                        port));
    }

    /** Commits what it may, leaves the group at once, and says its last words. */
    public Future<Void> stop() {
        topics.close();
        return shares.close()
                .transform(left -> Future.join(feed.close(), server.stop()))
                .transform(closed -> parts.writer().close(LAST_WORDS))
                .transform(said -> parts.etcds().close());
    }

    private Future<Integer> warmUp() {
        return parts.vertx().executeBlocking(() -> WarmUp.run(WARM_UP_ROUNDS)).recover(defect -> {
            log.warn("The warm-up failed, so the first handover is slower. Please report it.", defect);
            return Future.succeededFuture(0);
        });
    }

    private Health topics() {
        return topics.obstacle().map(Health::notReady).orElseGet(() -> Health.ready("the topics are there and right"));
    }

    private void listen() {
        feed.start();
        shares.start(this::reportPoison);
    }

    private void reportPoison(Poison poison) {
        String source = BusRecord.source(UNREADABLE, parts.config().name(), Identity.DAEMON);
        parts.writer().publish(Topic.AUDIT, poison.report(UNREADABLE, source, Instant.now()));
    }
}
