package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.healing.HealingMachine;
import io.pgbaton.coordinator.decide.healing.Surroundings;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberBroken;
import java.time.Duration;

/** Tells the healing of the scope which members are broken, and asks for what it wants. A scope where all are well costs nothing. */
final class Healer {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final TimerKey DUE = new TimerKey(TimerKey.Kind.HEALING_DUE, "");

    private final Turn turn;

    Healer(Turn turn) {
        this.turn = turn;
    }

    void begin(ClusterState described) {
        turn.healing = turn.healing.takenOver(described.getHealingList(), turn.at.nanos());
    }

    void heard(BusRecord record) {
        if (record.type() == EventType.MEMBER_BROKEN) {
            turn.healing = HealingMachine.told(turn.healing, around(), record.data(MemberBroken.class));
            startDue();
        }
    }

    /** After every input. */
    void goOn() {
        if (turn.healing.members().isEmpty()) {
            return;
        }
        HealingMachine.Decision decision = HealingMachine.look(turn.healing, around());
        turn.healing = decision.next();
        decision.asked().ifPresent(request -> turn.act(new Action.AskRestore(request)));
    }

    void startDue() {
        if (!turn.healing.members().isEmpty()) {
            turn.act(new Action.StartTimer(DUE, LOOK_EVERY));
        }
    }

    private Surroundings around() {
        return new Surroundings(
                turn.identity.scope().key(),
                turn.at.nanos(),
                turn.at.wall(),
                turn.replaying,
                turn.isHandedOver(),
                Automation.obstacles(turn.hands, turn.stability),
                turn.leader().filter(Reign::isWritable).map(Reign::member).orElse(""),
                new Surroundings.Restoring(turn.restore.text(), turn.restore.isOpen()),
                turn.backups.agents());
    }
}
