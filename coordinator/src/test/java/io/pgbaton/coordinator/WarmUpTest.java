package io.pgbaton.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void everyRoundIsAWholeHandoverSoItLoadsWhatARealOneNeeds() {
        assertEquals(3, WarmUp.run(3));
    }
}
