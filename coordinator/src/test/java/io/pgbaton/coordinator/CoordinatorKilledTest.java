package io.pgbaton.coordinator;

import static io.pgbaton.coordinator.decide.Seen.SCOPE;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.coordinator.decide.Seen;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two coordinators as processes, one of them killed with -9 in the middle of a handover. Some 30 s. */
@Tag("lab")
class CoordinatorKilledTest {
    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @Test
    void R8_theOtherCoordinatorFinishesTheHandoverAndNothingHappensTwice(@TempDir Path folder) throws Exception {
        try (Site site = new Site(BROKER.bootstrap(), ETCD.settings());
                CoordinatorProcess one = process("co1", folder, site);
                CoordinatorProcess two = process("co2", folder, site)) {
            site.register(SCOPE, Seen.hosts("n1", "n2").toArray(AgentRegistration[]::new));
            Site.awaiting("both share the partitions")
                    .until(() -> partitions(one) > 0 && partitions(two) > 0 && partitions(one) + partitions(two) == 12);
            site.say(by("n1", -9000).acquired("n1", 10, 0));
            site.await(SCOPE, EventType.HANDOVER_STARTED);
            owner(site, one, two).kill();
            site.say(
                    by("n1", -8900).writable("n1", 10, 3),
                    by("n1", -8890).address("write", 10),
                    by("n1", -8880).route("haproxy", "n1", 10),
                    by("n2", -8870).route("haproxy", "n1", 10),
                    by("n1", -8860).proven("n1", 10));
            site.await(SCOPE, EventType.HANDOVER_COMPLETED);
            assertEquals(
                    List.of(
                            "leader.acquired",
                            "handover.started",
                            "primary.writable",
                            "address.acquired",
                            "route.changed",
                            "route.changed",
                            "handover.completed"),
                    site.events(SCOPE));
            List<String> ids =
                    site.heard(Topic.EVENTS, SCOPE).stream().map(BusRecord::id).toList();
            assertEquals(ids.size(), new HashSet<>(ids).size());
        }
    }

    private static CoordinatorProcess process(String name, Path folder, Site site) throws Exception {
        return new CoordinatorProcess(name, folder, BROKER.bootstrap(), site.bus.topicPrefix(), site.etcdSettings);
    }

    private static int partitions(CoordinatorProcess coordinator) {
        String status = coordinator.ask("/status");
        return status.isEmpty()
                ? 0
                : new JsonObject(status).getJsonArray("partitions").size();
    }

    /** Who signed the record in etcd. */
    private static CoordinatorProcess owner(Site site, CoordinatorProcess one, CoordinatorProcess two) {
        String record = site.etcdValue(new PgbatonKeys(SCOPE).handover());
        return record.contains("\"co1@") ? one : two;
    }
}
