package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.watch.AddressTimeline;
import io.pgbaton.lab.watch.AddressWatcher;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.lab.writer.WriterReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R1 and R2 on real processes: the address is on the leader, on nobody else, and never on two nodes at once. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class AddressFollowsTheLeaderScenario {
    private static final Duration BOUND = Duration.ofSeconds(45);

    /** A frame is heard at once; the bound is for a busy machine. */
    private static final Duration HEARING = Duration.ofSeconds(5);

    /** Long enough for a JVM to start again on a busy machine. */
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private static final Pattern SECONDS_LEFT = Pattern.compile("valid_lft (\\d+)sec");

    /** What the kernel's rounding adds to a lifetime (R1b). */
    private static final Duration ROUNDING = Duration.ofMillis(1300);

    @Test
    @Tag("short")
    void aSwitchoverMovesItWithoutADouble(Lab lab) {
        String old = lab.leader();
        String candidate = other(old);
        try (AddressWatcher watcher = lab.watchAddresses()) {
            lab.switchover(Scope.MAIN, old, candidate);
            awaitOnlyOn(lab, watcher, candidate);
        }
    }

    @Test
    @Tag("short")
    void aKilledLeaderLosesItToTheNextOneWithoutADouble(Lab lab) {
        String old = lab.leader();
        try (AddressWatcher watcher = lab.watchAddresses()) {
            lab.host(old).kill(What.PATRONI);
            lab.host(old).kill(What.POSTGRES);
            String next = Await.value(
                    "another leader", BOUND, () -> lab.leaderNow(Scope.MAIN).filter(name -> !name.equals(old)));
            awaitOnlyOn(lab, watcher, next);
        }
    }

    @Test
    @Tag("short")
    void anAgentThatIsKilledAndStaysDeadLosesItByTheKernelAlone(Lab lab) {
        String leader = lab.leader();
        String vip = Scope.MAIN.vip(lab.layout());
        Duration longest = lab.options().lifetime().plus(ROUNDING);
        try (AddressWatcher watcher = lab.watchAddresses()) {
            lab.host(leader).kill(What.NODE_AGENT);
            // A second for the watcher's own looking, on top of what R1b allows.
            Await.until("the kernel to drop the address", longest.plusSeconds(1), () -> watcher.timeline(vip)
                    .carriersNow()
                    .isEmpty());
        }
    }

    @Test
    void anAgentThatIsRestartedInTimeKeepsItAndTheConnectionsThroughIt(Lab lab) throws IOException {
        String leader = lab.leader();
        try {
            restartAgent(lab, leader, AMPLE);
            keepsItOverARestart(lab, leader);
        } finally {
            restartAgent(lab, leader, lab.options().lifetime());
        }
    }

    private static void keepsItOverARestart(Lab lab, String leader) {
        WriterReport writer = lab.writer(WritePath.ADDRESS);
        long restarted = Clock.systemUTC().millis();
        Await.until("the writer to go on after the new lifetime", BOUND, () -> writer.lastMillis() > restarted);
        long since = Clock.systemUTC().millis();
        try (AddressWatcher watcher = lab.watchAddresses()) {
            lab.host(leader).kill(What.NODE_AGENT);
            lab.host(leader).start(What.NODE_AGENT);
            // Without a refresh by the new agent, the kernel would have dropped it by then.
            long afterLifetime = since + AMPLE.plus(ROUNDING).plusSeconds(1).toMillis();
            Await.until("writes by the address after its lifetime", BOUND, () -> writer.lastMillis() > afterLifetime);
            List<AddressTimeline.Carry> carries =
                    watcher.timeline(Scope.MAIN.vip(lab.layout())).carries();
            assertEquals(1, carries.size(), () -> "it was away: " + carries);
        }
        assertEquals(
                List.of(),
                writer.outagesSince(since).stream()
                        .filter(outage ->
                                outage.fromMillis() >= since && !outage.error().isEmpty())
                        .toList(),
                "no connection through it broke");
    }

    /** Gives the agent another lifetime, and waits until the kernel counts down from it. */
    private static void restartAgent(Lab lab, String node, Duration lifetime) throws IOException {
        Path config = NodeAgentHost.config(lab.layout(), node);
        String changed =
                Files.readString(config).replaceAll("lifetime: \\d+s", "lifetime: " + lifetime.toSeconds() + "s");
        Files.writeString(config, changed);
        lab.host(node).kill(What.NODE_AGENT);
        lab.host(node).start(What.NODE_AGENT);
        Await.until("the address to live " + lifetime.toSeconds() + " s", BOUND, () -> {
            Matcher left = SECONDS_LEFT.matcher(lab.host(node)
                    .exec("ip", "-o", "addr", "show", "to", Scope.MAIN.vip(lab.layout()))
                    .orFail());
            return left.find() && Math.abs(Long.parseLong(left.group(1)) - lifetime.toSeconds()) <= 2;
        });
    }

    private static void awaitOnlyOn(Lab lab, AddressWatcher watcher, String leader) {
        for (String address : List.of(Scope.MAIN.vip(lab.layout()), Scope.MAIN.vip6(lab.layout()))) {
            Await.until(address + " to be on " + leader + " alone", BOUND, () -> watcher.timeline(address)
                    .carriersNow()
                    .equals(List.of(leader)));
            AddressTimeline timeline = watcher.timeline(address);
            assertEquals(List.of(), timeline.overlaps(), address);
            Await.until(
                    "the client to hear " + leader + " claim " + address,
                    HEARING,
                    () -> watcher.claims(address).stream()
                            .anyMatch(claim -> claim.host().equals(leader)));
        }
    }

    private static String other(String leader) {
        return Layout.NODES.stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
    }
}
