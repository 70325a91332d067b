package io.pgbaton.cli.doctor;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the bus answers and its topics are there, with the right number of partitions. */
final class TopicsCheck {
    private static final String ABOUT = "bus";

    private TopicsCheck() {}

    static List<Finding> check(Session session) {
        String prefix = session.bus().topicPrefix();
        try {
            Map<Topic, Integer> there = session.await(
                    Topics.partitions(session.vertx(), session.bus()),
                    "the bus at " + String.join(", ", session.bus().bootstrap()));
            return of(prefix, there);
        } catch (CliFault e) {
            return List.of(Finding.fault(
                    ABOUT, e.getMessage(), "check bus.bootstrap, the broker, and its advertised.listeners"));
        }
    }

    static List<Finding> of(String prefix, Map<Topic, Integer> there) {
        List<Finding> findings = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            String name = topic.name(prefix);
            Integer partitions = there.get(topic);
            if (partitions == null) {
                findings.add(Finding.fault(
                        ABOUT, "topic " + name + " is not there", "start a coordinator or an agent: they create it"));
            } else if (partitions != Topic.PARTITIONS) {
                findings.add(Finding.fault(
                        ABOUT,
                        "topic " + name + " has " + partitions + " partitions, it must have " + Topic.PARTITIONS,
                        "delete it and it is created anew, or set another bus.topicPrefix"));
            }
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(ABOUT, "all topics are there with " + Topic.PARTITIONS + " partitions each"))
                : findings;
    }
}
