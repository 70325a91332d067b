package io.pgbaton.lab.chaos.check;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static io.pgbaton.lab.chaos.check.ChaosRows.byAddress;
import static io.pgbaton.lab.chaos.check.ChaosRows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneWriterTest {
    @Test
    void aServerThatTakesARowAfterItsSuccessorDidIsSeen() {
        List<Violation> found = violations(List.of(
                byAddress(1, "n1", 1, 0, 5),
                byAddress(2, "n2", 2, 100, 105),
                byAddress(3, "n1", 1, 110, 115),
                byAddress(4, "n2", 2, 120, 125)));
        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void oneLateRowOfTheOldServerIsEnough() {
        List<Violation> found = violations(List.of(
                byAddress(1, "n1", 1, 0, 5),
                byAddress(2, "n2", 2, 100, 105),
                byAddress(3, "n2", 2, 200, 205),
                byAddress(4, "n1", 1, 150, 155)));
        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void twoMembersOfOneTimelineAreTwoServers() {
        List<Violation> found = violations(List.of(
                byAddress(1, "n1", 2, 0, 5),
                byAddress(2, "n2", 2, 1, 6),
                byAddress(3, "n1", 2, 10, 15),
                byAddress(4, "n2", 2, 11, 16)));
        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void aHandoverAndTheWayBackAreThreeServersOneAfterTheOther() {
        assertEquals(
                List.of(),
                violations(List.of(
                        byAddress(1, "n1", 1, 0, 5),
                        byAddress(2, "n2", 2, 100, 105),
                        byAddress(3, "n1", 3, 200, 205))));
    }

    /** The commit of either may lie anywhere between sending and acknowledgement: nothing is proven. */
    @Test
    void aSlowAnswerAloneIsNoOverlap() {
        assertEquals(
                List.of(),
                violations(List.of(
                        byAddress(1, "n1", 1, 0, 5), byAddress(2, "n1", 1, 50, 400), byAddress(3, "n2", 2, 100, 105))));
    }

    @Test
    void whatComesByHaproxyIsNotAskedAfterHere() {
        assertEquals(
                List.of(),
                violations(List.of(
                        row(WritePath.HAPROXY, 1, "n1", 1, 0, 5),
                        row(WritePath.HAPROXY, 2, "n2", 2, 2, 7),
                        row(WritePath.HAPROXY, 3, "n1", 1, 10, 15),
                        row(WritePath.HAPROXY, 4, "n2", 2, 12, 17))));
    }

    @Test
    void whoeverPatroniDiscardedTheNewPrimaryComesAgainOnItsOldTimeline() {
        List<Acknowledged> rows =
                List.of(byAddress(1, "n1", 1, 0, 5), byAddress(2, "n2", 2, 100, 105), byAddress(3, "n1", 1, 200, 205));
        assertEquals(1, violations(rows).size());
        assertEquals(
                List.of(),
                OneWriter.violations(
                        rows, List.of(new Discarded(Discarded.Cause.PUT_OVER, new Server("n2", 2), "n1", at(150)))));
    }

    /** The promotion after it begins where the one that was thrown away began. */
    @Test
    void whoeverWasDiscardedMayComeAgainOnTheSameTimelineToo() {
        List<Acknowledged> rows = List.of(
                byAddress(1, "n1", 1, 0, 5),
                byAddress(2, "n2", 2, 100, 105),
                byAddress(3, "n1", 1, 200, 205),
                byAddress(4, "n1", 1, 300, 305),
                byAddress(5, "n2", 2, 400, 405));
        assertEquals(
                List.of(),
                OneWriter.violations(
                        rows, List.of(new Discarded(Discarded.Cause.PUT_OVER, new Server("n2", 2), "n1", at(150)))));
    }

    @Test
    void whoeverTakesARowWhileTheOtherReignsIsSeenAlsoWhenThatWasDiscarded() {
        List<Acknowledged> rows = List.of(
                byAddress(1, "n1", 1, 0, 5),
                byAddress(2, "n2", 2, 100, 105),
                byAddress(3, "n1", 1, 110, 115),
                byAddress(4, "n2", 2, 120, 125),
                byAddress(5, "n1", 1, 200, 205));
        assertEquals(
                1,
                OneWriter.violations(
                                rows,
                                List.of(new Discarded(Discarded.Cause.PUT_OVER, new Server("n2", 2), "n1", at(150))))
                        .size());
    }

    @Test
    void anOrphanThatLeadsAgainComesOnItsOldTimeline() {
        Discarded discarded = new Discarded(Discarded.Cause.ORPHAN_LED_AGAIN, new Server("n1", 10), "n2", at(150));
        List<Acknowledged> rows =
                List.of(byAddress(1, "n2", 9, 0, 5), byAddress(2, "n1", 10, 100, 105), byAddress(3, "n2", 9, 200, 205));
        assertEquals(List.of(), OneWriter.violations(rows, List.of(discarded)));
        List<Acknowledged> orphanWrites = new ArrayList<>(rows);
        orphanWrites.add(byAddress(4, "n2", 9, 110, 115));
        orphanWrites.add(byAddress(5, "n1", 10, 120, 125));
        assertEquals(1, OneWriter.violations(orphanWrites, List.of(discarded)).size());
    }

    private static List<Violation> violations(List<Acknowledged> rows) {
        return OneWriter.violations(rows, List.of());
    }
}
