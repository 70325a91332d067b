package io.pgbaton.nodeagent.decide.orphan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that goes on as primary after its Patroni died: when it is told, once, and when it is over. */
class OrphanMachineTest {
    private static final long S = 1_000_000_000L;
    private static final String STARTED = "2026-11-20 03:00:00+00";

    private OrphanState state = OrphanState.initial("n1");
    private long now = 1_000 * S;
    private final List<Observed> told = new ArrayList<>();

    /** n1 leads in epoch 10 and takes writes; its Patroni answers. */
    @BeforeEach
    void lead() {
        leader("n1", 10);
        give(new OrphanInput.PatroniAnswered(now));
        postgres(Postgres.WRITABLE, STARTED);
    }

    @Test
    void aPatroniThatIsGoneIsWarnedOfAndAnotherLeaderMakesTheOrphan() {
        silent(true, 6);
        assertEquals(List.of(OrphanStage.ORPHAN_IMPENDING), stages());
        nobodyLeads();
        leader("n2", 20);
        silent(true, 2);

        assertEquals(List.of(OrphanStage.ORPHAN_IMPENDING, OrphanStage.ORPHANED), stages());
        PrimaryOrphaned orphan = last();
        assertEquals("n1", orphan.getMember());
        assertEquals(10, orphan.getEpoch());
        assertEquals(STARTED, orphan.getPostmasterStart());
        assertTrue(state.orphaned());
    }

    @Test
    void itIsToldOnceHoweverLongItLasts() {
        silent(true, 6);
        leader("n2", 20);
        silent(true, 60);
        leader("n3", 30);
        silent(true, 60);
        assertEquals(List.of(OrphanStage.ORPHAN_IMPENDING, OrphanStage.ORPHANED), stages());
    }

    @Test
    void aPatroniThatIsRestartedWithinItsGraceIsNoNews() {
        silent(true, 4);
        give(new OrphanInput.PatroniAnswered(now));
        silent(true, 4);
        assertEquals(List.of(), stages());
    }

    @Test
    void aPatroniThatIsSlowAndGoesOnLeadingIsNoDeath() {
        silent(false, 60);
        assertEquals(List.of(), stages());
    }

    @Test
    void aPatroniThatHangsUntilItsKeyIsGoneLeavesAnOrphan() {
        silent(false, 30);
        nobodyLeads();
        assertEquals(List.of(OrphanStage.ORPHANED), stages());
        assertEquals("nobody leads", last().getDetail());
    }

    @Test
    void aStandbyWithoutItsPatroniIsNoOrphan() {
        leader("n2", 20);
        postgres(Postgres.IN_RECOVERY, STARTED);
        for (int i = 0; i < 10; i++) {
            now += S;
            give(new OrphanInput.PatroniSilent(now, true));
            postgres(Postgres.IN_RECOVERY, STARTED);
        }
        assertEquals(List.of(), stages());
    }

    @Test
    void itEndsWhenPostgresIsStoppedForGoodAndNotWhenOneAnswerIsMissing() {
        orphan();
        postgres(Postgres.UNREACHABLE, "");
        silent(true, 1);
        assertTrue(state.orphaned());
        for (int i = 0; i < 6; i++) {
            now += S;
            postgres(Postgres.UNREACHABLE, "");
        }
        assertFalse(state.orphaned());
        assertEquals(OrphanStage.ORPHAN_ENDED, last().getStage());
        assertEquals("PostgreSQL does not answer any more", last().getDetail());
    }

    @Test
    void itEndsWhenPatroniMakesAStandbyOfIt() {
        orphan();
        postgres(Postgres.IN_RECOVERY, "2026-11-20 04:00:00+00");
        assertEquals(OrphanStage.ORPHAN_ENDED, last().getStage());
        assertEquals("PostgreSQL is a standby now", last().getDetail());
    }

    @Test
    void aWarningThatWasPrematureEndsAndDoesNotKeepTheRealDeathSilent() {
        silent(true, 6);
        patroniAnswers(6);
        assertEquals(List.of(OrphanStage.ORPHAN_IMPENDING, OrphanStage.ORPHAN_ENDED), stages());
        silent(true, 6);
        assertEquals(2, told.size(), "that warning was given for this reign and postmaster");
        nobodyLeads();
        assertEquals(OrphanStage.ORPHANED, last().getStage());
        postgres(Postgres.IN_RECOVERY, STARTED);
        assertEquals(4, told.stream().map(Observed::anchor).distinct().count(), "each is a fact of its own (R8)");
        assertEquals(4, told.size());
    }

    @Test
    void r8TheSamePostmasterInTheSameReignIsAnOrphanOnceAndAnotherOneAgain() {
        orphan();
        patroniAnswers(6);
        silent(true, 10);
        assertEquals(1, count(OrphanStage.ORPHANED));

        leader("n1", 40);
        patroniAnswers(6);
        silent(true, 6);
        nobodyLeads();
        assertEquals(2, count(OrphanStage.ORPHANED));
        assertEquals(40, last().getEpoch());
    }

    @Test
    void whatOthersLeftBehindInEtcdIsNeededToSayAnything() {
        state = OrphanState.initial("n1");
        postgres(Postgres.WRITABLE, STARTED);
        silent(true, 10);
        assertEquals(List.of(), stages());
    }

    @Test
    void patroniIsAskedMoreOftenOnlyWhileAPrimaryIsWithoutIt() {
        assertFalse(OrphanMachine.suspects(state));
        silent(true, 1);
        assertTrue(OrphanMachine.suspects(state));
        postgres(Postgres.IN_RECOVERY, STARTED);
        assertFalse(OrphanMachine.suspects(state));
    }

    private void orphan() {
        leader("n2", 20);
        silent(false, 6);
        assertTrue(state.orphaned());
    }

    private void silent(boolean refused, int seconds) {
        for (int i = 0; i <= seconds; i++) {
            give(new OrphanInput.PatroniSilent(now, refused));
            postgres(Postgres.WRITABLE, STARTED);
            now += S;
        }
    }

    private void patroniAnswers(int seconds) {
        for (int i = 0; i <= seconds; i++) {
            give(new OrphanInput.PatroniAnswered(now));
            postgres(Postgres.WRITABLE, STARTED);
            now += S;
        }
    }

    private void postgres(Postgres answer, String started) {
        boolean primary = answer == Postgres.WRITABLE;
        give(new OrphanInput.PostgresAnswered(
                now, new PostgresAnswer(now, answer, primary ? 3 : 0, primary ? "0/3000000" : "", ""), started));
    }

    private void nobodyLeads() {
        scope(Optional.empty());
    }

    private void leader(String member, long epoch) {
        scope(Optional.of(new LeaderReading(member, epoch, epoch, 7)));
    }

    private void scope(Optional<LeaderReading> leader) {
        give(new OrphanInput.ScopeSeen(
                now,
                new ScopeReading(
                        50,
                        leader,
                        Map.of(),
                        Optional.empty(),
                        false,
                        false,
                        false,
                        Set.of(),
                        1,
                        "7300000000000000001",
                        0,
                        Duration.ZERO)));
    }

    private void give(OrphanInput input) {
        OrphanMachine.Decision decision = OrphanMachine.decide(state, input);
        state = decision.next();
        told.addAll(decision.told());
    }

    private List<OrphanStage> stages() {
        return told.stream()
                .map(OrphanMachineTest::data)
                .map(PrimaryOrphaned::getStage)
                .toList();
    }

    private long count(OrphanStage stage) {
        return stages().stream().filter(stage::equals).count();
    }

    private PrimaryOrphaned last() {
        return data(told.get(told.size() - 1));
    }

    private static PrimaryOrphaned data(Observed fact) {
        return (PrimaryOrphaned) fact.data();
    }
}
