package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.rehearsal.Asked;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsal;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsals;
import io.pgbaton.coordinator.decide.rehearsal.Report;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.proto.v1.Rehearse;
import java.time.Duration;
import java.util.Optional;

/**
 * Plays a handover without effect through the whole path. It begins with a put of a key in etcd, by us or by a person, and
 * whoever tells of it first opens it: etcd, our own put, an agent. A handover goes before everything.
 *
 * <pre>
 * state     input                                        next      does
 * idle      due, and nothing is in the way               asking    put the key
 *           due while a handover is open, or held back   idle      look again soon
 * asking    the put failed                               idle      look again soon
 * idle,     the key was put                              running   command every agent, start the budget's timer
 *  asking
 * running   all saw the key and answered                 idle      rehearsal.completed, or .failed with the steps
 *           the budget is over                           idle      rehearsal.failed with who is missing
 *           another key was put                          running   it waits for its turn
 * any       a handover begins                            idle      gives way: no event
 *
 * TookOver  one that went on is forgotten: whoever asked for it asks again
 * </pre>
 */
final class Rehearser {
    /** After a start classes are cold and something may be wired wrongly: it is known within a minute. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    /** A coordinator that takes hundreds of scopes over does not rehearse them all at once. */
    private static final Duration SPREAD = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final TimerKey DUE = new TimerKey(TimerKey.Kind.REHEARSAL_DUE, "");

    private final Turn turn;
    private final Schedule schedule;

    Rehearser(Turn turn) {
        this.turn = turn;
        this.schedule = turn.timings.rehearsal();
    }

    /** What is in etcd when the scope is taken over is another's. */
    void known(long revision) {
        turn.rehearsals = turn.rehearsals.known(revision);
    }

    void replayEnded() {
        long spread = least(SPREAD).toMillis();
        long offset = spread == 0
                ? 0
                : Math.floorMod((long) turn.identity.scope().key().hashCode(), spread);
        startDue(least(FIRST).plusMillis(offset));
        openWaiting();
    }

    void due() {
        // Before its first leader a scope has nothing that could be handed over.
        boolean busy = turn.isHandedOver()
                || turn.leader().isEmpty()
                || turn.goesBack()
                || turn.rehearsals.running().isPresent()
                || turn.rehearsals.asking().isPresent();
        if (busy || turn.agents.present().isEmpty() || isHeldBack()) {
            startDue(least(SOON));
            return;
        }
        RehearsalRequest request = RehearsalRequest.newBuilder()
                .setActor(turn.identity.coordinator())
                .setReason("due every " + schedule.every().toSeconds() + " s")
                .setRun(turn.identity.run())
                .build();
        turn.rehearsals = turn.rehearsals.asking(new Rehearsals.Asking(request, turn.at.nanos()));
        turn.act(new Action.PutRehearsal(request));
    }

    /** etcd took our request. */
    void put(long revision) {
        Optional<Rehearsals.Asking> asking = turn.rehearsals.asking();
        asking.ifPresent(ours -> asked(revision, ours.request()));
        turn.rehearsals = turn.rehearsals.taken(revision, turn.at.nanos()).askedNoMore();
    }

    void notPut() {
        turn.rehearsals = turn.rehearsals.askedNoMore();
        startDue(least(SOON));
    }

    void asked(long revision, RehearsalRequest request) {
        if (turn.rehearsals.knows(revision)) {
            return;
        }
        Asked asked = turn.rehearsals.asked(revision, request, turn.at.nanos());
        if (turn.replaying || turn.rehearsals.running().isPresent()) {
            turn.rehearsals.waiting().ifPresent(older -> say(older, "another was asked for after it"));
            turn.rehearsals = turn.rehearsals.waiting(Optional.of(asked));
        } else {
            open(asked, false);
        }
    }

    /** What was on the bus when the scope was taken over is another's. */
    void seen(BusRecord record) {
        RehearsalSeen seen = record.data(RehearsalSeen.class);
        if (!turn.replaying) {
            asked(seen.getRevision(), seen.getRequest());
        }
        turn.rehearsals = turn.rehearsals.seen(seen.getRevision(), seen.getNode(), turn.at.nanos());
    }

    void answered(BusRecord record) {
        RehearsalAnswered said = record.data(RehearsalAnswered.class);
        turn.rehearsals
                .running()
                .filter(running -> running.id().equals(said.getId()))
                .ifPresent(running ->
                        become(running.answered(said.getNode(), new Rehearsal.Answer(turn.at.nanos(), said, ""))));
    }

    /** As by an agent of an older version, which knows no such command. */
    void refused(BusRecord record) {
        Refusal refusal = record.data(Refusal.class);
        turn.rehearsals
                .running()
                .filter(running -> commandId(running, record.node()).equals(refusal.getCommandId()))
                .ifPresent(running -> become(running.answered(
                        record.node(),
                        new Rehearsal.Answer(
                                turn.at.nanos(),
                                RehearsalAnswered.getDefaultInstance(),
                                "it refused: " + refusal.getDetail()))));
    }

    void budgetOver(String id) {
        turn.rehearsals.running().filter(running -> running.id().equals(id)).ifPresent(this::end);
    }

    /** After every input. */
    void goOn() {
        if (turn.isHandedOver()) {
            Optional<Asked> waiting = turn.rehearsals.waiting();
            turn.rehearsals.running().ifPresent(running -> {
                turn.act(new Action.CancelTimer(budgetOf(running)));
                gaveWay(running.asked());
            });
            waiting.ifPresent(this::gaveWay);
        } else {
            turn.rehearsals
                    .running()
                    .filter(running -> running.isWhole(turn.agents.present()))
                    .ifPresent(this::end);
        }
    }

    private void open(Asked asked, boolean waited) {
        if (turn.isHandedOver()) {
            gaveWay(asked);
            return;
        }
        String id = EventIds.rehearsal(turn.identity.etcdCluster(), turn.identity.scope(), asked.revision());
        Rehearsal rehearsal = Rehearsal.opened(id, asked, waited, turn.at.nanos(), turn.agents.present());
        become(rehearsal);
        turn.act(new Action.StartTimer(budgetOf(rehearsal), schedule.budget()));
        rehearsal.roster().forEach(agent -> command(rehearsal, agent));
    }

    private void command(Rehearsal rehearsal, AgentRegistration agent) {
        Command command = Command.newBuilder()
                .setNode(agent.getNode())
                .setEpoch(turn.facts.newest().map(Reign::last).orElse(0L))
                .setValidForMs((int) schedule.budget().toMillis())
                .setRehearse(Rehearse.newBuilder()
                        .setId(rehearsal.id())
                        .setRevision(rehearsal.asked().revision()))
                .build();
        BusRecord record = turn.records.rehearse(commandId(rehearsal, agent.getNode()), command);
        if (turn.isNew(record)) {
            turn.urgently(new Action.SendCommand(record, 1));
        }
    }

    private void end(Rehearsal rehearsal) {
        turn.act(new Action.CancelTimer(budgetOf(rehearsal)));
        RehearsalResult result = Report.of(rehearsal, turn.agents.present(), schedule, turn.at.nanos(), turn.at.wall());
        turn.rehearsals = turn.rehearsals.ended(result);
        turn.publish(turn.records.rehearsed(result));
        startDue(schedule.every());
        openWaiting();
    }

    private void openWaiting() {
        Optional<Asked> next = turn.rehearsals.waiting();
        turn.rehearsals = turn.rehearsals.waiting(Optional.empty());
        next.ifPresent(asked -> open(asked, true));
    }

    private void gaveWay(Asked asked) {
        turn.rehearsals = turn.rehearsals.gaveWay(asked.revision());
        say(asked, "a handover is open");
        startDue(least(SOON));
    }

    private void say(Asked asked, String reason) {
        turn.act(new Action.RehearsalGaveWay(asked.revision(), asked.request().getActor(), reason));
    }

    private void become(Rehearsal next) {
        turn.rehearsals = turn.rehearsals.running(next);
    }

    /** R11: nobody asked for it now. */
    private boolean isHeldBack() {
        return !Automation.obstacles(turn.hands, turn.stability).isEmpty();
    }

    private void startDue(Duration after) {
        if (schedule.isOn()) {
            turn.act(new Action.StartTimer(DUE, after));
        }
    }

    private Duration least(Duration other) {
        return schedule.every().compareTo(other) < 0 ? schedule.every() : other;
    }

    private static TimerKey budgetOf(Rehearsal rehearsal) {
        return new TimerKey(TimerKey.Kind.REHEARSAL_BUDGET, rehearsal.id());
    }

    /** The rehearsal alone makes it unique: its epoch may end while it goes on. */
    private static String commandId(Rehearsal rehearsal, String node) {
        return EventIds.command(rehearsal.id(), 0, node, "rehearse", "");
    }
}
