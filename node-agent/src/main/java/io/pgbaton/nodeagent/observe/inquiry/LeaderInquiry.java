package io.pgbaton.nodeagent.observe.inquiry;

import io.pgbaton.nodeagent.decide.inquiry.ElectedLeader;
import io.pgbaton.nodeagent.decide.inquiry.InquiryAction;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput;
import io.pgbaton.nodeagent.decide.inquiry.InquiryInput.Answer;
import io.pgbaton.nodeagent.decide.inquiry.InquiryMachine;
import io.pgbaton.nodeagent.decide.inquiry.InquiryState;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.local.PatroniProbe;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.loop.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Patroni of a leader on another node whether it takes writes, for the proxies of this one: the bus tells it sooner
 * while there is a bus.
 */
public final class LeaderInquiry {
    private static final Logger log = LoggerFactory.getLogger(LeaderInquiry.class);
    private static final String ELSE = "The bus or HAProxy's own checks have to tell when the leader takes writes.";

    private final EventLoop<InquiryState, InquiryInput, InquiryAction> loop;
    private final PatroniProbe patroni;
    private final String own;
    private final ScopeMetrics metrics;
    private final Listener listener;
    private String said = "";

    /** Told once an epoch, on the event loop. */
    @FunctionalInterface
    public interface Listener {
        void primaryWritable(long epoch, String member);
    }

    /** @param own Patroni name of the member beside this agent, which is asked otherwise; empty on a pure HAProxy host */
    public LeaderInquiry(EventLoop.Place place, String own, ScopeMetrics metrics, Listener listener) {
        this.patroni = new PatroniProbe(place.vertx(), Duration.ofNanos(InquiryMachine.PATIENCE));
        this.own = own;
        this.metrics = metrics;
        this.listener = listener;
        this.loop = new EventLoop<>(place, InquiryState.INITIAL, LeaderInquiry::turn);
        loop.start(this::carryOut);
    }

    public void scopeRead(ScopeReading reading) {
        loop.submit(new InquiryInput.LeaderSeen(BootClock.nanos(), ElectedLeader.in(reading, own)));
    }

    /** Whoever told it: nobody needs to ask for this epoch any more. */
    public void primaryWritable(long epoch, String member) {
        loop.submit(new InquiryInput.PrimaryWritable(BootClock.nanos(), epoch, member));
    }

    public void etcdRewound() {
        loop.submit(new InquiryInput.EtcdRewound(BootClock.nanos()));
    }

    public void stop() {
        loop.stop();
        patroni.close();
    }

    private static Turn<InquiryState, InquiryAction> turn(InquiryState state, InquiryInput input) {
        InquiryMachine.Decision decision = InquiryMachine.decide(state, input);
        return new Turn<>(decision.next(), decision.actions());
    }

    private void carryOut(InquiryAction action) {
        if (action instanceof InquiryAction.Ask ask) {
            ask(ask.number(), ask.leader());
        } else if (action instanceof InquiryAction.StartTimer start) {
            loop.startTimer(
                    InquiryAction.StartTimer.class,
                    Duration.ofNanos(start.delay()),
                    () -> new InquiryInput.TimerFired(BootClock.nanos(), start.number()));
        } else if (action instanceof InquiryAction.Tell tell) {
            log.info("The leader takes writes. member={} epoch={}", tell.member(), tell.epoch());
            listener.primaryWritable(tell.epoch(), tell.member());
        } else if (action instanceof InquiryAction.Report report) {
            say(report.leader().obstacle());
        }
    }

    private void ask(long number, ElectedLeader leader) {
        patroni.ask(leader.url()).onComplete(done -> {
            Answer answer =
                    done.failed() ? Answer.SILENT : done.result().takesWrites() ? Answer.WRITABLE : Answer.NOT_YET;
            metrics.leaderAsked(answer);
            if (done.failed()) {
                say("GET " + leader.url() + " of " + leader.member() + ": "
                        + done.cause().getMessage()
                        + "; look at restapi in its configuration, at the way there, and, if it asks for TLS, at the"
                        + " certificates that this agent's Java trusts");
            }
            loop.submit(new InquiryInput.Answered(BootClock.nanos(), number, answer));
        });
    }

    /** Once, until there is something else to say: what cannot be asked is asked for each epoch again. */
    private void say(String reason) {
        if (!said.equals(reason)) {
            said = reason;
            log.warn("Cannot ask the leader's Patroni. {} reason={}", ELSE, reason);
        }
    }
}
