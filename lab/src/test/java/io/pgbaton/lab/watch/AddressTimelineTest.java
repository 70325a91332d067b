package io.pgbaton.lab.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressTimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String VIP = "10.64.0.100";

    @Test
    void anAddressThatMovesWithAGapIsNeverOnTwoHosts() {
        AddressTimeline timeline = timeline(on(0, "n1"), off(100, "n1"), on(150, "n2"));
        assertEquals(List.of(), timeline.overlaps());
        assertEquals(List.of("n2"), timeline.carriersNow());
        assertEquals(
                new AddressTimeline.Carry("n1", at(0), Optional.of(at(100))),
                timeline.carries().get(0));
    }

    @Test
    void twoHostsAtOnceAreAnOverlapFromTheSecondComerToTheFirstLeaver() {
        AddressTimeline timeline = timeline(on(0, "n1"), on(100, "n2"), off(120, "n1"));
        assertEquals(
                List.of(new AddressTimeline.Overlap("n1", "n2", at(100), Duration.ofMillis(20))), timeline.overlaps());
    }

    @Test
    void anOverlapTooShortForTheClockIsFoundByTheOrderOfTheEvents() {
        AddressTimeline timeline = timeline(on(0, "n1"), on(100, "n2"), off(100, "n1"));
        assertEquals(1, timeline.overlaps().size());
        assertEquals(Duration.ZERO, timeline.longestOverlap());
    }

    @Test
    void aRefreshIsNoSecondAcquisition() {
        AddressTimeline timeline = timeline(on(0, "n1"), on(1000, "n1"), off(2000, "n1"));
        assertEquals(1, timeline.carries().size());
    }

    @Test
    void anOverlapThatStillGoesOnLastsUntilNow() {
        assertEquals(
                Duration.ofMillis(9_900), timeline(on(0, "n1"), on(100, "n3")).longestOverlap());
    }

    @Test
    void aClaimAfterTheNextHolderHasClaimedIsOutOfTurn() {
        AddressTimeline timeline = timeline(on(0, "n1"), off(100, "n1"), on(150, "n2"));
        Claim late = claim(300, "n1");
        assertEquals(List.of(late), timeline.outOfTurn(List.of(claim(10, "n1"), claim(160, "n2"), late)));
    }

    @Test
    void aClaimByAHostThatNeverCarriedIsOutOfTurn() {
        Claim strange = claim(20, "n3");
        assertEquals(List.of(strange), timeline(on(0, "n1")).outOfTurn(List.of(claim(10, "n1"), strange)));
    }

    @Test
    void whoGetsTheAddressBackMayClaimItAgain() {
        AddressTimeline timeline = timeline(on(0, "n1"), off(100, "n1"), on(150, "n2"), off(200, "n2"), on(250, "n1"));
        assertEquals(List.of(), timeline.outOfTurn(List.of(claim(10, "n1"), claim(160, "n2"), claim(260, "n1"))));
    }

    private static Claim claim(long millis, String host) {
        return new Claim(at(millis), host, VIP);
    }

    @Test
    void linesOfTheMonitorAreReadWithTheHostThatTheirNamespaceBelongsTo() {
        Map<Integer, String> hosts = Map.of(5, "n1");
        String line = "[2026-11-20T19:36:51.555690] [nsid 5]Deleted 2: ifb0    inet 10.112.138.100/32 scope global "
                + "dynamic noprefixroute pgblabt-n1\\       valid_lft 5sec preferred_lft 5sec";
        assertEquals(
                Optional.of(
                        new AddressEvent(Instant.parse("2026-11-20T19:36:51.555690Z"), "n1", "10.112.138.100", false)),
                AddressEvent.parse(line, hosts));
        assertEquals(Optional.empty(), AddressEvent.parse(line.replace("nsid 5", "nsid 6"), hosts));
        assertEquals(Optional.empty(), AddressEvent.parse("Timestamp: whatever", hosts));
    }

    @Test
    void announcementsOfBothFamiliesAreClaims() {
        Map<String, String> hosts = Map.of("02:00:00:00:00:01", "n1");
        String head = "1795202582.000250 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ";
        Instant time = Instant.ofEpochSecond(1795202582L, 250_000);
        Optional<Claim> claim = Optional.of(new Claim(time, "n1", VIP));
        assertEquals(
                claim,
                Claim.parse(
                        head
                                + "ARP (0x0806), length 42: Request who-has 10.64.0.100 (ff:ff:ff:ff:ff:ff) tell 10.64.0.100, "
                                + "length 28",
                        hosts));
        assertEquals(
                claim,
                Claim.parse(
                        head + "ARP (0x0806), length 42: Reply 10.64.0.100 is-at 02:00:00:00:00:01, length 28", hosts));
        assertEquals(
                Optional.of(new Claim(time, "n1", "fd70::100")),
                Claim.parse(
                        head + "IPv6 (0x86dd), length 86: fe80::1 > ff02::1: ICMP6, neighbor advertisement, "
                                + "tgt is fd70::100, length 32",
                        hosts));
    }

    @Test
    void aQuestionForTheAddressIsNoClaimOfIt() {
        String line = "1795202582.000250 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: "
                + "Request who-has 10.64.0.100 tell 10.64.0.30, length 28";
        assertEquals(
                Optional.of("10.64.0.30"),
                Claim.parse(line, Map.of("02:00:00:00:00:01", "cl")).map(Claim::address));
    }

    private static AddressTimeline timeline(AddressEvent... events) {
        return new AddressTimeline(List.of(events), at(10_000));
    }

    private static AddressEvent on(long millis, String host) {
        return new AddressEvent(at(millis), host, VIP, true);
    }

    private static AddressEvent off(long millis, String host) {
        return new AddressEvent(at(millis), host, VIP, false);
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
