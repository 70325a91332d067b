package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are absent and checks those that are present. */
public final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Vertx vertx;
    private final BusSettings bus;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private final Promise<Void> ready = Promise.promise();
    private String lastComplaint = "";

    private Topics(Vertx vertx, BusSettings bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /**
     * Completes when every topic is there and right; tries again for as long as the broker is away. Never blocks the
     * caller; nothing that protects data or traffic may wait for it (R6).
     *
     * @return fails with {@link TopicFault} alone
     */
    public static Future<Void> ensure(Vertx vertx, BusSettings bus) {
        Topics topics = new Topics(vertx, bus);
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> topics.attempt());
        return topics.ready.future();
    }

    /** What is there now, without creating anything: partitions of each topic that exists. One attempt. */
    public static Future<Map<Topic, Integer>> partitions(Vertx vertx, BusSettings bus) {
        return withAdmin(vertx, bus, TopicAdmin::partitions);
    }

    private void attempt() {
        withAdmin(vertx, bus, admin -> admin.createMissing().compose(done -> admin.verify()))
                .onSuccess(done -> {
                    LOG.info("Topics are ready. prefix={} partitions={}", bus.topicPrefix(), Topic.PARTITIONS);
                    ready.complete();
                })
                .onFailure(this::failed);
    }

    private void failed(Throwable cause) {
        if (cause instanceof TopicFault) {
            LOG.error("{}", cause.getMessage());
            ready.fail(cause);
            return;
        }
        String complaint = cause.toString();
        // A topic that was just created is unknown for a moment.
        if (!complaint.equals(lastComplaint) && !(cause instanceof UnknownTopicOrPartitionException)) {
            lastComplaint = complaint;
            LOG.warn("Topics cannot be checked yet; trying again. bootstrap={} cause={}", bus.bootstrap(), complaint);
        }
        vertx.setTimer(backoff.nextMillis(), retry -> attempt());
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
