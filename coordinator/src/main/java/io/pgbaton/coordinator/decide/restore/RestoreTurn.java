package io.pgbaton.coordinator.decide.restore;

import com.google.protobuf.Message;
import io.pgbaton.coordinator.decide.healing.HealingMachine;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
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
    static final Set<String> DATA_IS_GONE = Set.of("patroni-gave-up", "data-in-place", "target-missed");

    Going state;
    final Around now;
    private final List<RestoreAction> actions = new ArrayList<>();

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

    void refuse(RestoreNews.Asked asked, Requests.Refused refused) {
        state = state.with(state.text().toBuilder().setLastAsked(asked.id()).build());

        actions.add(new RestoreAction.Refuse(asked.id(), refused.reason(), refused.sentence()));
    }

    /** Whoever asks without knowing the system identifier means the one that is there. */
    void begin(RestoreNews.Asked asked) {
        RestorePlan plan = asked.request().getPlan();
        if (plan.getKind() != RestoreKind.RESTORE_KIND_CLUSTER
                && plan.getSystemIdentifier().isEmpty()) {
            plan = plan.toBuilder()
                    .setSystemIdentifier(asked.patroni().systemIdentifier())
                    .build();
        }
        state = state.with(RestoreState.newBuilder()
                .setId(asked.id())
                .setLastAsked(asked.id())
                .setActor(asked.request().getActor())
                .setReason(asked.request().getReason())
                .setPlan(plan)
                .setPhase(Course.first(plan).phase())
                .setLeader(asked.patroni().leader())
                .setStartedUs(micros(now.wall()))
                .build());
    }

    void resume(RestoreNews.Asked asked) {
        RestoreState text = state.text();
        RestorePhase failed = text.getFailure().getPhase();
        boolean replica = text.getPlan().getKind() == RestoreKind.RESTORE_KIND_MEMBER || text.getNode() > 0;
        boolean restored = !replica || !text.getPlan().getNewStanza().isEmpty();
        boolean lost = failed == RestorePhase.RESTORE_PHASE_START
                && restored
                && DATA_IS_GONE.contains(text.getFailure().getName());
        takenUp(asked);
        enter(lost ? RestorePhase.RESTORE_PHASE_RESTORE : failed, text.getNode());
    }

    void undo(RestoreNews.Asked asked) {
        takenUp(asked);
        state = state.with(state.text().toBuilder().setUndoing(true).build());
        enter(Course.back(state.text()));
        if (now.paused() && state.isOpen()) {
            tellStep(-state.text().getAttempt() - 1, "pgbaton is paused: `pgbaton resume`");
        }
    }

    private void takenUp(RestoreNews.Asked asked) {
        state = state.with(state.text().toBuilder()
                .setLastAsked(asked.id())
                .setActor(asked.request().getActor())
                .clearFailure()
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
            learn(checked);
        }
        next();
    }

    /** The question may have been asked in a step before. */
    private void learn(MemberChecked checked) {
        RestoreState.Builder text = state.text().toBuilder()
                .setSystemIdentifier(checked.getSystemIdentifier())
                .setTimeline(checked.getTimeline());
        if (!checked.getProbeAnswer().isEmpty()) {
            text.setProbeAnswer(checked.getProbeAnswer());
        }
        state = state.with(text.build());
    }

    void next() {
        if (state.text().getPhase() == RestorePhase.RESTORE_PHASE_PUT_BACK) {
            isBack();
        }
        enter(Course.after(state.text(), leader()));
    }

    /** What agents on the nodes tell is newer, and may not be told at all. */
    private String leader() {
        return now.leader().isEmpty() ? state.text().getLeader() : now.leader();
    }

    private void isBack() {
        List<Integer> left = new ArrayList<>(state.text().getAsideList());
        left.remove(Integer.valueOf(state.text().getNode()));
        RestoreState.Builder text = state.text().toBuilder().clearAside().addAllAside(left);
        if (now.leader().isEmpty()) {
            text.setLeader(text.getPlan().getNodes(text.getNode()).getMember());
        }
        state = state.with(text.build());
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
        tell(
                EventType.RESTORE_FAILED,
                RestoreFailed.newBuilder()
                        .setRestore(text.getId())
                        .setPlan(text.getPlan())
                        .setFailure(text.getFailure())
                        .setDurationMs(millisSinceStart())
                        .build(),
                text.getAttempt());
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
        if (isWellAgain(text)) {
            enter(Course.back(text));
            return;
        }
        int attempt = text.getAttempt() + 1;
        String target = text.getPhase().name() + " " + text.getNode() + " " + attempt;
        String id = EventIds.command(text.getId(), 0, Steps.agent(text), "restore cluster", target);
        RestoreState.Builder next = text.toBuilder()
                .setAttempt(attempt)
                .setCommandId(id)
                .clearBegun()
                .clearWaitsFor();
        // Whatever comes of it: who undoes it looks what there is to be undone.
        if (text.getPhase() == RestorePhase.RESTORE_PHASE_SET_ASIDE
                && !text.getAsideList().contains(text.getNode())) {
            next.addAside(text.getNode());
        }
        if (isStartOfLeader(text)) {
            next.setStarted(true);
        }
        state = new Going(next.build(), now.nanos(), now.nanos());
        send(1);
        tellStep(attempt, "");
    }

    /** Nobody asked for it but the healing of a member that has come back by itself, and nothing was changed yet. */
    private boolean isWellAgain(RestoreState text) {
        return text.getPhase() == RestorePhase.RESTORE_PHASE_SET_ASIDE
                && text.getAsideCount() == 0
                && text.getActor().equals(HealingMachine.ACTOR)
                && !now.broken().contains(text.getPlan().getNodes(0).getMember());
    }

    private static boolean isStartOfLeader(RestoreState text) {
        return text.getPlan().getKind() == RestoreKind.RESTORE_KIND_IN_PLACE
                && text.getPhase() == RestorePhase.RESTORE_PHASE_START
                && text.getNode() == 0;
    }

    private void tellStep(int attempt, String detail) {
        RestoreState text = state.text();
        tell(
                EventType.RESTORE_PROGRESSED,
                RestoreProgressed.newBuilder()
                        .setRestore(text.getId())
                        .setCommandId(text.getCommandId())
                        .setNode(Steps.agent(text))
                        .setPhase(text.getPhase())
                        .setDetail(detail)
                        .build(),
                attempt);
    }

    private void send(int times) {
        RestoreState text = state.text();
        actions.add(
                text.getPhase() == RestorePhase.RESTORE_PHASE_CLEAN
                        ? new RestoreAction.Clean(text.getCommandId())
                        : new RestoreAction.Send(text.getCommandId(), Steps.command(text, leader()), times));
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
        send(times + 1);
    }

    private void enter(Course.Step step) {
        enter(step.phase(), step.node());
        switch (step.phase()) {
            case RESTORE_PHASE_COMPLETED -> completed();
            case RESTORE_PHASE_UNDONE ->
                tell(EventType.RESTORE_UNDONE, Ends.undone(state.text(), millisSinceStart()), 0);
            default -> {
                // A step that is commanded.
            }
        }
    }

    private void enter(RestorePhase phase, int node) {
        state = state.with(state.text().toBuilder()
                .setPhase(phase)
                .setNode(node)
                .clearCommandId()
                .clearBegun()
                .clearUnanswered()
                .clearWaitsFor()
                .build());
    }

    private void completed() {
        RestoreState text = state.text();
        if (text.getPlan().getKind() == RestoreKind.RESTORE_KIND_MEMBER) {
            tell(EventType.MEMBER_REBUILT, Ends.rebuilt(text, millisSinceStart()), 0);
        } else {
            tell(EventType.BOOTSTRAP_COMPLETED, Ends.bootstrapped(text, millisSinceStart()), 0);
        }
    }

    private void tell(EventType type, Message data, int attempt) {
        actions.add(new RestoreAction.Tell(type, data, attempt));
    }

    private long millisSinceStart() {
        return Math.max(0, (micros(now.wall()) - state.text().getStartedUs()) / 1000);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
