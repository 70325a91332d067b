package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** One open connection to the brokers' administration; every answer is a future on the caller's context. */
final class TopicAdmin {
    private static final int WANTED_REPLICAS = 3;

    private final Vertx vertx;
    private final Admin admin;
    private final BusSettings bus;

    TopicAdmin(Vertx vertx, Admin admin, BusSettings bus) {
        this.vertx = vertx;
        this.admin = admin;
        this.bus = bus;
    }

    Future<Void> createMissing() {
        return present().compose(present -> {
            List<Topic> missing = Stream.of(Topic.values())
                    .filter(topic -> !present.contains(bus.name(topic)))
                    .toList();
            return missing.isEmpty() ? Future.succeededFuture() : brokers().compose(n -> create(missing, n));
        });
    }

    Future<Void> verify() {
        return describe(Set.of(Topic.values())).compose(partitions -> {
            String wrong = partitions.entrySet().stream()
                    .filter(topic -> topic.getValue() != Topic.PARTITIONS)
                    .map(topic -> bus.name(topic.getKey()) + " has " + topic.getValue() + " partitions")
                    .collect(Collectors.joining(", "));
            return wrong.isEmpty() ? Future.succeededFuture() : Future.failedFuture(fault(wrong));
        });
    }

    Future<Map<Topic, Integer>> partitions() {
        return present()
                .compose(present -> describe(Stream.of(Topic.values())
                        .filter(topic -> present.contains(bus.name(topic)))
                        .collect(Collectors.toSet())));
    }

    private TopicFault fault(String wrong) {
        return new TopicFault("Topics must have " + Topic.PARTITIONS + " partitions each, so that a scope has one"
                + " number in all of them, but " + wrong
                + ". Delete what is wrong, and it is created anew, or set another bus.topicPrefix."
                + " Partitions cannot be taken away, and adding some moves scopes");
    }

    private Future<Set<String>> present() {
        return future(admin.listTopics().names());
    }

    private Future<Integer> brokers() {
        return future(admin.describeCluster().nodes()).map(nodes -> nodes.size());
    }

    private Future<Void> create(List<Topic> missing, int brokers) {
        List<NewTopic> wanted =
                missing.stream().map(topic -> newTopic(topic, brokers)).toList();
        List<Future<Void>> created = admin.createTopics(wanted).values().values().stream()
                .map(this::future)
                .map(one -> one.recover(TopicAdmin::unlessAnotherWasFaster))
                .toList();
        return Future.join(created).mapEmpty();
    }

    /** Every daemon does this at its start, and one of them is first. */
    private static Future<Void> unlessAnotherWasFaster(Throwable cause) {
        return cause instanceof TopicExistsException ? Future.succeededFuture() : Future.failedFuture(cause);
    }

    private NewTopic newTopic(Topic topic, int brokers) {
        short replicas = (short) Math.min(WANTED_REPLICAS, brokers);
        Map<String, String> config = new HashMap<>();
        topic.retention()
                .ifPresentOrElse(
                        kept -> config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(kept.toMillis())),
                        () -> config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        if (replicas == WANTED_REPLICAS) {
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(bus.name(topic), Topic.PARTITIONS, replicas).configs(config);
    }

    private Future<Map<Topic, Integer>> describe(Set<Topic> topics) {
        Map<String, Topic> byName = topics.stream().collect(Collectors.toMap(bus::name, topic -> topic));
        return future(admin.describeTopics(byName.keySet()).allTopicNames()).map(found -> {
            Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);
            found.forEach((name, description) ->
                    partitions.put(byName.get(name), description.partitions().size()));
            return partitions;
        });
    }

    private <T> Future<T> future(KafkaFuture<T> kafka) {
        return Future.fromCompletionStage(kafka.toCompletionStage(), vertx.getOrCreateContext())
                .recover(TopicAdmin::unwrapped);
    }

    private static <T> Future<T> unwrapped(Throwable cause) {
        boolean wrapped = cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null;
        return Future.failedFuture(wrapped ? cause.getCause() : cause);
    }
}
