package io.pgbaton.nodeagent.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void everyRoundTakesTheAddressLetsItGoAndSendsWritesToBothMembersInTurn() {
        // What the last round took is not let go any more.
        assertEquals(new WarmUp.Gone(5, 4, 10), WarmUp.through(5));
    }
}
