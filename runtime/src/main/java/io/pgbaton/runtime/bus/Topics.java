package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are absent and checks those that are present, again and again until all are there and right.
 * What keeps them from it, a broker that is away or a topic that a person has to mend, is no reason to give up.
 */
public final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Vertx vertx;
    private final BusSettings bus;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private final Promise<Void> ready = Promise.promise();
    private volatile String obstacle = "the topics have not been checked yet";
    private volatile boolean closed;

    private Topics(Vertx vertx, BusSettings bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** Begins. Never blocks the caller; nothing that protects data or traffic may wait for it (R6). */
    public static Topics ensure(Vertx vertx, BusSettings bus) {
        Topics topics = new Topics(vertx, bus);
        vertx.getOrCreateContext().runOnContext(start -> topics.attempt());
        return topics;
    }

    /** What is there now, without creating anything: partitions of each topic that exists. One attempt. */
    public static Future<Map<Topic, Integer>> partitions(Vertx vertx, BusSettings bus) {
        return withAdmin(vertx, bus, TopicAdmin::partitions);
    }

    /** Completes when every topic is there and right; never fails. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Why they are not ready, and what a person can do about it; empty when they are. */
    public Optional<String> obstacle() {
        return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
    }

    /** Ends the attempts. */
    public void close() {
        closed = true;
    }

    private void attempt() {
        if (closed) {
            return;
        }
        withAdmin(vertx, bus, admin -> admin.createMissing().compose(done -> admin.verify()))
                .onSuccess(done -> {
                    LOG.info("Topics are ready. prefix={} partitions={}", bus.topicPrefix(), Topic.PARTITIONS);
                    obstacle = "";
                    ready.complete();
                })
                .onFailure(this::failed);
    }

    private void failed(Throwable cause) {
        // A topic that was just created is unknown for a moment.
        if (!(cause instanceof UnknownTopicOrPartitionException)) {
            complain(TopicObstacle.of(cause, bus));
        }
        vertx.setTimer(backoff.nextMillis(), retry -> attempt());
    }

    private void complain(TopicObstacle found) {
        if (!found.sentence().equals(obstacle)) {
            obstacle = found.sentence();
            if (found.forAPerson()) {
                LOG.error("The topics cannot be used: {}", obstacle);
            } else {
                LOG.warn("The topics cannot be checked yet; trying again. {}", obstacle);
            }
        }
    }

    private static <T> Future<T> withAdmin(Vertx vertx, BusSettings bus, Step<T> step) {
        // Opening and closing the client resolve names and join a thread: not on the event loop.
        return vertx.executeBlocking(() -> Admin.create(ClientSettings.admin(bus)), false)
                .compose(admin -> step.with(new TopicAdmin(vertx, admin, bus))
                        .eventually(() -> vertx.executeBlocking(
                                () -> {
                                    admin.close(Duration.ofSeconds(1));
                                    return null;
                                },
                                false)));
    }

    private interface Step<T> {
        Future<T> with(TopicAdmin admin);
    }
}
