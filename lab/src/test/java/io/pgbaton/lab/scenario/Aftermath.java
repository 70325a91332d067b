package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.watch.AddressTimeline;
import io.pgbaton.lab.watch.AddressWatcher;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be so after every handover: the address on the leader and nowhere else, all the time; HAProxy's write port at
 * the leader and its read port at replicas; the public events complete, in order, each once.
 */
final class Aftermath implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Lab lab;
    private final AddressWatcher watcher;
    private final int eventsBefore;

    private Aftermath(Lab lab) {
        this.lab = lab;
        this.watcher = lab.watchAddresses();
        this.eventsBefore = events().size();
    }

    /** To be called before the fault: from here on nothing is missed. */
    static Aftermath of(Lab lab) {
        return new Aftermath(lab);
    }

    AddressTimeline timeline() {
        return watcher.timeline(vip());
    }

    String vip() {
        return Scope.MAIN.vip(lab.layout());
    }

    /** Events since this began. */
    List<BusRecord> events() {
        List<BusRecord> all = TopicReader.events(lab.layout(), Scope.MAIN);
        return all.subList(Math.min(eventsBefore, all.size()), all.size());
    }

    /** The handover to the present leader, once it is complete. */
    HandoverCompleted completed() {
        return Await.value("a completed handover to the leader", BOUND, () -> {
            String leader = lab.leader();
            return events().stream()
                    .filter(event -> event.type() == EventType.HANDOVER_COMPLETED)
                    .map(event -> event.data(HandoverCompleted.class))
                    .filter(done -> done.getNewMember().equals(leader))
                    .reduce((first, second) -> second);
        });
    }

    /** All of it. */
    HandoverCompleted holds() {
        HandoverCompleted completed = completed();
        trafficFollowsTheLeader();
        neverTwoHolders();
        tellsTheWholeStoryOnce(completed);
        return completed;
    }

    void trafficFollowsTheLeader() {
        Await.until("the address on the leader alone", BOUND, () -> timeline()
                .carriersNow()
                .equals(List.of(lab.leader())));
        for (Host node : lab.nodes()) {
            Await.until("the write port of " + node.name() + " at the leader", BOUND, () -> node.serversUp("primary")
                    .equals(List.of(lab.leader())));
            Await.until("the read port of " + node.name() + " at replicas", BOUND, () -> {
                List<String> readers = node.serversUp("replicas");
                return !readers.isEmpty() && !readers.contains(lab.leader());
            });
        }
    }

    void neverTwoHolders() {
        assertEquals(List.of(), timeline().overlaps(), "R1: the address was on two nodes at once");
    }

    private void tellsTheWholeStoryOnce(HandoverCompleted completed) {
        List<BusRecord> story = events().stream()
                .filter(event -> event.correlationId().equals(completed.getId()))
                .toList();
        List<EventType> types = TopicReader.types(story);
        Set<String> ids = new HashSet<>();
        story.forEach(event -> assertTrue(ids.add(event.id()), "R8: an event stands twice on the topic: " + event));
        assertEquals(1, count(types, EventType.HANDOVER_STARTED), types::toString);
        assertEquals(1, count(types, EventType.HANDOVER_COMPLETED), types::toString);
        assertInOrder(types, EventType.HANDOVER_STARTED, EventType.LEADER_ACQUIRED);
        assertInOrder(types, EventType.LEADER_ACQUIRED, EventType.PRIMARY_WRITABLE);
        assertInOrder(types, EventType.PRIMARY_WRITABLE, EventType.HANDOVER_COMPLETED);
        assertInOrder(types, EventType.ADDRESS_ACQUIRED, EventType.HANDOVER_COMPLETED);
        assertInOrder(types, EventType.ROUTE_CHANGED, EventType.HANDOVER_COMPLETED);
    }

    private static void assertInOrder(List<EventType> types, EventType first, EventType second) {
        int one = types.indexOf(first);
        int other = types.lastIndexOf(second);
        assertTrue(one >= 0 && other > one, first + " before " + second + " in " + types);
    }

    private static long count(List<EventType> types, EventType wanted) {
        return types.stream().filter(type -> type == wanted).count();
    }

    static Host replica(Lab lab) {
        String leader = lab.leader();
        return lab.nodes().stream()
                .filter(node -> !node.name().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    /** What the node agent of this host answers on its own HTTP. */
    static String agent(Host node, String path) {
        return Rest.get("http://" + node.ip() + ":7480" + path).body();
    }

    /** A leader other than this one. */
    static String otherLeader(Lab lab, String than) {
        return Await.value("another leader than " + than, BOUND, () -> lab.leaderNow(Scope.MAIN)
                .filter(name -> !name.equals(than)));
    }

    static Optional<String> leaderKey(Layout layout) {
        return new io.pgbaton.lab.cluster.Etcd(layout).get(Scope.MAIN.leaderKey());
    }

    @Override
    public void close() {
        watcher.close();
    }
}
