package io.pgbaton.nodeagent.decide.orphan;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.proto.v1.OrphanStage;

/**
 * What is known of this member, its PostgreSQL and its Patroni. Soft state.
 *
 * @param ownEpoch of its last reign, 0 when this agent saw none
 * @param postmasterStart as PostgreSQL wrote it last
 * @param silentSince Patroni has not answered since, 0 while it does
 * @param refusedSince nobody has listened there since, 0 while somebody does or may
 * @param answersSince Patroni has answered since, 0 while it does not
 * @param awaySince PostgreSQL has not answered since, 0 while it does
 * @param told what was said last and has not ended; unspecified for nothing
 * @param toldOf the reign and the postmaster of which it was said
 * @param over the same of the last one that ended: no stage up to overStage is said of it again (R8)
 */
public record OrphanState(
        String member,
        ScopeReading scope,
        long ownEpoch,
        PostgresAnswer postgres,
        String postmasterStart,
        long silentSince,
        long refusedSince,
        long answersSince,
        long awaySince,
        OrphanStage told,
        String toldOf,
        String over,
        OrphanStage overStage) {

    /** @param member empty where there is no database: then nothing is ever an orphan */
    public static OrphanState initial(String member) {
        return new OrphanState(
                member,
                ScopeReading.NOTHING,
                0,
                PostgresAnswer.unreachable(0, "not asked yet"),
                "",
                0,
                0,
                0,
                0,
                OrphanStage.ORPHAN_STAGE_UNSPECIFIED,
                "",
                "",
                OrphanStage.ORPHAN_STAGE_UNSPECIFIED);
    }

    /** It goes on as primary without its Patroni, and another or nobody leads. */
    public boolean orphaned() {
        return told == OrphanStage.ORPHANED;
    }

    /** What makes this one postmaster in this one reign (R8). */
    String reign() {
        return ownEpoch + "@" + postmasterStart;
    }

    boolean wasSaid(OrphanStage stage) {
        return over.equals(reign()) && stage.getNumber() <= overStage.getNumber();
    }

    boolean leads() {
        return scope.leader().map(LeaderReading::member).filter(member::equals).isPresent();
    }

    OrphanState with(ScopeReading reading) {
        long epoch = reading.leader()
                .filter(leader -> leader.member().equals(member))
                .map(LeaderReading::epoch)
                .orElse(ownEpoch);
        return new OrphanState(
                member,
                reading,
                epoch,
                postgres,
                postmasterStart,
                silentSince,
                refusedSince,
                answersSince,
                awaySince,
                told,
                toldOf,
                over,
                overStage);
    }

    OrphanState with(PostgresAnswer answer, String start, long away) {
        return new OrphanState(
                member,
                scope,
                ownEpoch,
                answer,
                start.isEmpty() ? postmasterStart : start,
                silentSince,
                refusedSince,
                answersSince,
                away,
                told,
                toldOf,
                over,
                overStage);
    }

    OrphanState patroni(long silent, long refused, long answers) {
        return new OrphanState(
                member,
                scope,
                ownEpoch,
                postgres,
                postmasterStart,
                silent,
                refused,
                answers,
                awaySince,
                told,
                toldOf,
                over,
                overStage);
    }

    OrphanState told(OrphanStage stage) {
        boolean ended = stage == OrphanStage.ORPHAN_STAGE_UNSPECIFIED;
        return new OrphanState(
                member,
                scope,
                ownEpoch,
                postgres,
                postmasterStart,
                silentSince,
                refusedSince,
                answersSince,
                awaySince,
                stage,
                ended ? "" : reign(),
                ended ? toldOf : over,
                ended ? told : overStage);
    }
}
