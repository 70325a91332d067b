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
import io.pgbaton.lab.watch.Claim;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import java.time.Duration;
import java.time.Instant;
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
        return timeline(vip());
    }

    AddressTimeline timeline(String address) {
        return watcher.timeline(address);
    }

    /** What the client heard one host claim from then on. */
    List<Claim> claimsSince(Instant then, String host) {
        return addresses().stream()
                .flatMap(address -> watcher.claims(address).stream())
                .filter(claim -> claim.host().equals(host) && claim.time().isAfter(then))
                .toList();
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
        for (String address : addresses()) {
            Await.until(address + " on the leader alone", BOUND, () -> timeline(address)
                    .carriersNow()
                    .equals(List.of(lab.leader())));
        }
        for (Host node : lab.nodes()) {
            Await.until("the write port of " + node.name() + " at the leader", BOUND, () -> node.serversUp("primary")
                    .equals(List.of(lab.leader())));
            Await.until("the read port of " + node.name() + " at replicas", BOUND, () -> {
                List<String> readers = node.serversUp("replicas");
                return !readers.isEmpty() && !readers.contains(lab.leader());
            });
        }
    }

    /** By the kernels' own events, and by what the client heard: both for the IPv4 and for the IPv6 address. */
    void neverTwoHolders() {
        for (String address : addresses()) {
            // The claims first: whatever of them is heard, the event that allowed it is in the timeline.
            List<Claim> claims = watcher.claims(address);
            AddressTimeline timeline = watcher.timeline(address);
            assertEquals(List.of(), timeline.overlaps(), "R1: " + address + " was on two nodes at once");
            assertEquals(List.of(), timeline.outOfTurn(claims), "R1: claims of " + address + " by who had lost it");
        }
    }

    List<String> addresses() {
        return List.of(vip(), Scope.MAIN.vip6(lab.layout()));
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
