package io.pgbaton.nodeagent.decide.primary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.proto.bus.EventType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimaryMachineTest {
    private final List<PrimaryAction> done = new ArrayList<>();
    private PrimaryState state = PrimaryState.INITIAL;

    @Test
    void R5_anElectedMemberIsToldWritableOnlyWhenItLeftRecovery() {
        leads(10, 100);
        assertEquals(List.of(new PrimaryAction.AwaitWritable(true)), done);
        answers(11, Postgres.IN_RECOVERY);
        assertTrue(told().isEmpty());
        answers(12, Postgres.WRITABLE);
        assertEquals(List.of(EventType.PRIMARY_WRITABLE), told());
        assertTrue(done.contains(new PrimaryAction.AwaitWritable(false)));
        assertTrue(done.contains(new PrimaryAction.ProveCommit(100)));
    }

    @Test
    void R5_anAnswerFromBeforeTheEpochSaysNothingOfIt() {
        answers(5, Postgres.WRITABLE);
        leads(10, 100);
        assertTrue(told().isEmpty());
        assertFalse(state.servesWrites(11, 1_000));
    }

    @Test
    void aReaffirmedReignIsNotToldTwice() {
        leads(10, 100);
        answers(12, Postgres.WRITABLE);
        decide(new PrimaryInput.LeaderSeen(13, 120, true, false, "1"));
        answers(14, Postgres.WRITABLE);
        assertEquals(1, told().size());
    }

    @Test
    void aNewReignOfTheSameMemberIsToldAgain() {
        leads(10, 100);
        answers(12, Postgres.WRITABLE);
        leads(20, 0);
        leads(21, 130);
        answers(22, Postgres.WRITABLE);
        assertEquals(2, told().size());
    }

    @Test
    void R5_primaryIsServedOnlyWithAConfirmationWithinTheLifetime() {
        leads(10, 100);
        answers(12, Postgres.WRITABLE);
        assertFalse(state.servesWrites(13, 1_000));
        decide(new PrimaryInput.Confirmed(14, 13, 100));
        assertTrue(state.servesWrites(14, 1_000));
        assertFalse(state.servesWrites(1_013, 1_000));
    }

    @Test
    void theLeaderOfAStandbyClusterIsToldAsSuchAndNotAwaited() {
        decide(new PrimaryInput.LeaderSeen(10, 100, false, true, "1"));
        assertEquals(List.of(EventType.STANDBY_LEADING), told());
        assertFalse(done.contains(new PrimaryAction.AwaitWritable(true)));
    }

    private void leads(long at, long epoch) {
        decide(new PrimaryInput.LeaderSeen(at, epoch, false, false, "1"));
    }

    private void answers(long at, Postgres answer) {
        decide(new PrimaryInput.Answered(at, new PostgresAnswer(at, answer, 2, "0/1", "")));
    }

    private void decide(PrimaryInput input) {
        PrimaryMachine.Decision decision = PrimaryMachine.decide(state, input);
        state = decision.next();
        done.addAll(decision.actions());
    }

    private List<EventType> told() {
        return done.stream()
                .filter(a -> a instanceof PrimaryAction.Observe)
                .map(a -> ((PrimaryAction.Observe) a).observed().type())
                .toList();
    }
}
