package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One decision while it is being made: lives within one call, so its changes are nobody else's. */
final class RestoreTurn {
    private static final Duration UNHEARD = Duration.ofMinutes(1);
    private static final int MOST_UNHEARD = 5;
    private static final Duration AWAY = Duration.ofMinutes(15);
    /** A little more than agents let pgBackRest run by default. */
    private static final Duration SILENT = Duration.ofHours(25);

    private static final int MOST_ANEW = 3;
    /** The data is not where the start would take it from: Patroni moved it away, or whoever follows the sentence does. */
    private static final Set<String> DATA_IS_GONE = Set.of("patroni-gave-up", "data-in-place", "target-missed");

    Going state;
    final Around now;
    private final List<RestoreAction> actions = new ArrayList<>();

    /** Why a request is not begun. */
    record Refused(RefusalReason reason, String sentence) {}

    RestoreTurn(Going state, Around now) {
        this.state = state;
        this.now = now;
    }

    RestoreDecision decision() {
        return new RestoreDecision(state, actions);
    }

    boolean isOurs(String command) {
        return state.isCommanded() && state.text().getCommandId().equals(command);
    }

    void refuse(RestoreNews.Asked asked, Refused refused) {
        state = state.with(state.text().toBuilder().setLastAsked(asked.id()).build());

        actions.add(new RestoreAction.Refuse(asked.id(), refused.reason(), refused.sentence()));
    }

    void begin(RestoreNews.Asked asked) {
        state = state.with(RestoreState.newBuilder()
                .setId(asked.id())
                .setLastAsked(asked.id())
                .setActor(asked.request().getActor())
                .setReason(asked.request().getReason())
                .setPlan(asked.request().getPlan())
                .setPhase(RestorePhase.RESTORE_PHASE_RESTORE)
                .setStartedUs(micros(now.wall()))
                .build());
    }

    void resume(RestoreNews.Asked asked) {
        RestoreState.Builder text = state.text().toBuilder();
        RestorePhase failed = text.getFailure().getPhase();
        boolean restored = text.getNode() == 0 || !text.getPlan().getNewStanza().isEmpty();
        boolean lost = failed == RestorePhase.RESTORE_PHASE_START
                && restored
                && DATA_IS_GONE.contains(text.getFailure().getName());
        state = state.with(text.setLastAsked(asked.id())
                .setActor(asked.request().getActor())
                .setPhase(lost ? RestorePhase.RESTORE_PHASE_RESTORE : failed)
                .clearFailure()
                .clearCommandId()
                .clearBegun()
                .clearUnanswered()
                .build());
    }

    void word() {
        state = state.with(state.text().toBuilder().setBegun(true).build()).heardAt(now.nanos());
    }

    void checked(MemberChecked checked) {
        if (!checked.getFault().isEmpty()) {
            fail(checked.getFault(), checked.getDetail());
            return;
        }
        if (state.text().getNode() == 0) {
            state = state.with(state.text().toBuilder()
                    .setSystemIdentifier(checked.getSystemIdentifier())
                    .setTimeline(checked.getTimeline())
                    .setProbeAnswer(checked.getProbeAnswer())
                    .build());
        }
        next();
    }

    void next() {
        RestoreState text = state.text();
        Steps.Step step = Steps.after(text.getPlan(), text.getPhase(), text.getNode());
        enter(step.phase(), step.node());
        if (step.phase() == RestorePhase.RESTORE_PHASE_COMPLETED) {
            completed();
        }
    }

    /** Nobody knows how far it came; what was done is found by whoever does it again. */
    void anew() {
        int times = state.text().getUnanswered() + 1;
        if (times >= MOST_ANEW) {
            fail("agent-died", "its agent died over it " + times + " times");
            return;
        }
        enter(state.text().getPhase(), state.text().getNode());
        state = state.with(state.text().toBuilder().setUnanswered(times).build());
    }

    void fail(String name, String detail) {
        RestoreState failed = state.text();
        RestoreState text = failed.toBuilder()
                .setPhase(RestorePhase.RESTORE_PHASE_FAILED)
                .setFailure(Remains.of(now.scope(), failed, name, detail))
                .clearCommandId()
                .clearBegun()
                .clearWaitsFor()
                .build();
        state = state.with(text);
        actions.add(new RestoreAction.TellFailed(
                RestoreFailed.newBuilder()
                        .setRestore(text.getId())
                        .setPlan(text.getPlan())
                        .setFailure(text.getFailure())
                        .setDurationMs(millisSinceStart())
                        .build(),
                text.getAttempt()));
    }

    void goOn() {
        if (now.has(Steps.agent(state.text())) || !state.isCommanded()) {
            state = state.thereAt(now.nanos());
        }
        if (!state.isCommanded()) {
            command();
        } else if (now.nanos() - state.there() > AWAY.toNanos()) {
            fail("agent-away", "the backup agent of " + Steps.agent(state.text()) + " is not there: start it");
        } else if (state.text().getBegun()) {
            if (now.nanos() - state.since() > SILENT.toNanos()) {
                fail("agent-silent", "nothing was heard of it for " + SILENT.toHours() + " h");
            }
        } else if (now.nanos() - state.since() > UNHEARD.toNanos()) {
            again();
        }
    }

    private void command() {
        RestoreState text = state.text();
        if (now.paused()) {
            state = state.with(text.toBuilder().setWaitsFor("pgbaton is paused").build());
            return;
        }
        int attempt = text.getAttempt() + 1;
        String target = text.getPhase().name() + " " + text.getNode() + " " + attempt;
        String id = EventIds.command(text.getId(), 0, Steps.agent(text), "restore cluster", target);
        state = new Going(
                text.toBuilder()
                        .setAttempt(attempt)
                        .setCommandId(id)
                        .clearBegun()
                        .clearWaitsFor()
                        .build(),
                now.nanos(),
                now.nanos());
        actions.add(new RestoreAction.Send(id, Steps.command(state.text()), 1));
        actions.add(new RestoreAction.TellStep(
                RestoreProgressed.newBuilder()
                        .setRestore(text.getId())
                        .setCommandId(id)
                        .setNode(Steps.agent(text))
                        .setPhase(text.getPhase())
                        .build(),
                attempt));
    }

    /** The same command: an agent that had it says so. */
    private void again() {
        int times = state.text().getUnanswered() + 1;
        if (times > MOST_UNHEARD) {
            fail("unanswered", "the backup agent of " + Steps.agent(state.text()) + " did not say a word");
            return;
        }
        state = state.with(state.text().toBuilder().setUnanswered(times).build())
                .heardAt(now.nanos());
        actions.add(new RestoreAction.Send(state.text().getCommandId(), Steps.command(state.text()), times + 1));
    }

    private void enter(RestorePhase phase, int node) {
        state = state.with(state.text().toBuilder()
                .setPhase(phase)
                .setNode(node)
                .clearCommandId()
                .clearBegun()
                .clearUnanswered()
                .build());
    }

    private void completed() {
        RestoreState text = state.text();
        actions.add(new RestoreAction.TellCompleted(BootstrapCompleted.newBuilder()
                .setRestore(text.getId())
                .setPlan(text.getPlan())
                .setLeader(text.getPlan().getNodes(0).getMember())
                .setSystemIdentifier(text.getSystemIdentifier())
                .setTimeline(text.getTimeline())
                .setProbeAnswer(text.getProbeAnswer())
                .setDurationMs(millisSinceStart())
                .build()));
    }

    private long millisSinceStart() {
        return Math.max(0, (micros(now.wall()) - state.text().getStartedUs()) / 1000);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
