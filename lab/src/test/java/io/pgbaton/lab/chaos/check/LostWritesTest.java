package io.pgbaton.lab.chaos.check;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static io.pgbaton.lab.chaos.check.ChaosRows.byAddress;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LostWritesTest {
    private static final Acknowledged FIRST = byAddress(1, "n1", 1, 0, 5);
    private static final Acknowledged SECOND = byAddress(2, "n1", 1, 10, 15);

    @Test
    void aRowThatWasAcknowledgedAndIsNotThereIsLost() {
        List<Acknowledged> missing = LostWrites.missing(List.of(FIRST, SECOND), Map.of(WritePath.ADDRESS, Set.of(1L)));
        assertEquals(List.of(SECOND), missing);
        assertEquals(
                SECOND.acknowledged(),
                LostWrites.violations(missing, List.of()).get(0).time());
    }

    @Test
    void aRowOfAServerThatPatroniPutAnotherOverIsNoBreachOfOurs() {
        Acknowledged before = byAddress(3, "n2", 2, 20, 25);
        Acknowledged later = byAddress(4, "n2", 2, 20_000, 20_005);
        Discarded over = new Discarded(Discarded.Cause.PUT_OVER, new Server("n2", 2), "n1", at(30));
        List<Violation> found = LostWrites.violations(List.of(FIRST, before, later), List.of(over));
        assertEquals(
                List.of(FIRST.acknowledged(), later.acknowledged()),
                found.stream().map(Violation::time).toList(),
                "the timeline's number may be that of another by then");
    }

    @Test
    void aRowInTheTableOfTheOtherPathDoesNotStandForIt() {
        Map<WritePath, Set<Long>> rows = Map.of(WritePath.ADDRESS, Set.of(), WritePath.HAPROXY, Set.of(1L));
        assertEquals(List.of(FIRST), LostWrites.missing(List.of(FIRST), rows));
    }

    @Test
    void aRowThatNobodyAcknowledgedMayBeThere() {
        Map<WritePath, Set<Long>> rows = Map.of(WritePath.ADDRESS, Set.of(1L, 2L, 99L));
        assertEquals(List.of(), LostWrites.missing(List.of(FIRST, SECOND), rows));
    }
}
