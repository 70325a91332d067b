package io.pgbaton.nodeagent.decide.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.inquiry.InquiryAction.Ask;
import io.pgbaton.nodeagent.decide.inquiry.InquiryAction.StartTimer;
import io.pgbaton.nodeagent.decide.inquiry.InquiryAction.Tell;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answer;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answered;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.EtcdRewound;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.LeaderSeen;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.PrimaryWritable;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.TimerFired;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a leader on another node is asked, how often, and which of its answers count. */
class InquiryMachineTest {
    private static final ElectedLeader N2 = leader(5, "n2");
    private static final ElectedLeader N2_AGAIN = leader(9, "n2");
    private static final ElectedLeader N3 = leader(7, "n3");
    private static final ElectedLeader WITHOUT_URL = new ElectedLeader(5, "n2", "", "no api_url");

    private InquiryState state = InquiryState.INITIAL;
    private long now;

    @Test
    void r7ALeaderIsAskedAtOnceAndAgainUntilItTakesWritesWhichIsToldOnce() {
        Ask first = only(Ask.class, sees(N2));
        assertEquals(N2, first.leader());
        StartTimer pause = only(StartTimer.class, answers(first, Answer.NOT_YET));
        Ask second = only(Ask.class, fires(pause));
        assertEquals(List.of(new Tell(5, "n2")), answers(second, Answer.WRITABLE));

        assertEquals(List.of(), sees(N2), "the same leader in a later reading is no news");
    }

    @Test
    void theQuestionsComeEveryTenthOfASecondAtFirstAndEverySecondInTheEnd() {
        Ask ask = only(Ask.class, sees(N2));
        List<Long> pauses = new ArrayList<>();
        while (now < TimeUnit.SECONDS.toNanos(20)) {
            StartTimer pause = only(StartTimer.class, answers(ask, Answer.SILENT));
            pauses.add(TimeUnit.NANOSECONDS.toMillis(pause.delay()));
            now += pause.delay();
            ask = only(Ask.class, fires(pause));
        }
        assertEquals(List.of(100L, 100L, 100L, 100L, 100L), pauses.subList(0, 5));
        assertEquals(pauses.stream().sorted().toList(), pauses);
        assertEquals(1000, pauses.get(pauses.size() - 1));
        assertTrue(pauses.size() < 45, () -> pauses.size() + " questions in twenty seconds are a load");
    }

    @Test
    void r5WhatWasAskedInTheReignBeforeSaysNothingOfThisOne() {
        Ask before = only(Ask.class, sees(N2));
        assertEquals(List.of(), seesNobody());
        Ask now2 = only(Ask.class, sees(N2_AGAIN));

        assertEquals(List.of(), answers(before, Answer.WRITABLE));
        assertEquals(List.of(new Tell(9, "n2")), answers(now2, Answer.WRITABLE));
    }

    @Test
    void theQuestionsEndWithTheEpoch() {
        StartTimer pause = only(StartTimer.class, answers(only(Ask.class, sees(N2)), Answer.NOT_YET));
        seesNobody();
        assertEquals(List.of(), fires(pause));

        Ask other = only(Ask.class, sees(N3));
        assertEquals(N3, other.leader());
        assertEquals(List.of(), fires(pause));
    }

    @Test
    void whomTheBusTellsNobodyAsks() {
        StartTimer pause = only(StartTimer.class, answers(only(Ask.class, sees(N2)), Answer.NOT_YET));
        assertEquals(List.of(), feed(new PrimaryWritable(now, 5, "n2")));
        assertEquals(List.of(), fires(pause));
    }

    @Test
    void theBusMayBeAheadOfTheWatch() {
        feed(new PrimaryWritable(now, 7, "n3"));
        assertEquals(N2, only(Ask.class, sees(N2)).leader(), "that was of another epoch");
        assertEquals(List.of(), sees(N3));
    }

    @Test
    void r3NewsOfAnEarlierEpochEndNoQuestion() {
        feed(new PrimaryWritable(now, 5, "n2"));
        Ask ask = only(Ask.class, sees(N2_AGAIN));
        feed(new PrimaryWritable(now, 5, "n2"));
        assertEquals(List.of(new Tell(9, "n2")), answers(ask, Answer.WRITABLE));
    }

    @Test
    void aLeaderThatCannotBeAskedIsReportedOnceAndAskedAsSoonAsItCan() {
        assertEquals(List.of(new InquiryAction.Report(WITHOUT_URL)), sees(WITHOUT_URL));
        assertEquals(List.of(), sees(WITHOUT_URL));
        assertEquals(N2, only(Ask.class, sees(N2)).leader());
    }

    @Test
    void aNewAddressIsAskedWithTheNextQuestion() {
        Ask ask = only(Ask.class, sees(N2));
        ElectedLeader moved = new ElectedLeader(5, "n2", "http://elsewhere:8008/patroni", "");
        assertEquals(List.of(), sees(moved));
        StartTimer pause = only(StartTimer.class, answers(ask, Answer.SILENT));
        assertEquals(moved, only(Ask.class, fires(pause)).leader());
    }

    @Test
    void r3AfterARestoredEtcdTheSameLeaderIsAskedAnew() {
        Ask ask = only(Ask.class, sees(N2));
        answers(ask, Answer.WRITABLE);
        feed(new EtcdRewound(now));
        Ask again = only(Ask.class, sees(N2));
        assertEquals(List.of(), answers(ask, Answer.WRITABLE));
        assertEquals(List.of(new Tell(5, "n2")), answers(again, Answer.WRITABLE));
    }

    private List<InquiryAction> sees(ElectedLeader leader) {
        return feed(new LeaderSeen(now, Optional.of(leader)));
    }

    private List<InquiryAction> seesNobody() {
        return feed(new LeaderSeen(now, Optional.empty()));
    }

    private List<InquiryAction> answers(Ask ask, Answer answer) {
        return feed(new Answered(now, ask.number(), answer));
    }

    private List<InquiryAction> fires(StartTimer timer) {
        return feed(new TimerFired(now, timer.number()));
    }

    private List<InquiryAction> feed(InquiryInput input) {
        InquiryMachine.Decision decision = InquiryMachine.decide(state, input);
        state = decision.next();
        return decision.actions();
    }

    private static <A extends InquiryAction> A only(Class<A> type, List<InquiryAction> actions) {
        assertEquals(1, actions.size(), actions::toString);
        return type.cast(actions.get(0));
    }

    private static ElectedLeader leader(long epoch, String member) {
        return new ElectedLeader(epoch, member, "http://" + member + ":8008/patroni", "");
    }
}
