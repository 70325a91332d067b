package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Coordinators are killed, paused and cut off, one after the other, while leaders change. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class CoordinatorsFailScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void R7_whicheverCoordinatorFailsInWhateverWayTheHandoverIsDoneAndToldOnce(Lab lab) {
        for (String name : Layout.COORDINATORS) {
            during(lab, coordinator -> lab.host(coordinator).kill(What.COORDINATOR), name);
            during(lab, coordinator -> lab.host(coordinator).freeze(What.COORDINATOR), name);
            during(lab, coordinator -> lab.host(coordinator).cut(), name);
        }
    }

    /** What it commands was right in an epoch that is over: an agent trusts its own reading of etcd. */
    @Test
    @Tag("short")
    void R3_aCommandOfAnEpochThatIsOverIsRefusedAndSoRecorded(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab);
                Impostor asleep = new Impostor(lab)) {
            String old = lab.leader();
            lab.switchover(Scope.MAIN, old, Aftermath.replica(lab).name());
            HandoverCompleted done = aftermath.holds();
            asleep.commandsAcquire("stale-" + done.getId(), old, done.getEndedEpoch());
            Refusal refusal = Await.value(
                    "the refusal on the audit",
                    BOUND,
                    () -> TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN).stream()
                            .filter(record -> record.type() == EventType.REFUSAL_RECORDED)
                            .map(record -> record.data(Refusal.class))
                            .filter(refused -> refused.getCommandId().equals("stale-" + done.getId()))
                            .findFirst());
            assertEquals(RefusalReason.STALE_EPOCH, refusal.getReason());
            assertEquals(List.of(lab.leader()), aftermath.timeline().carriersNow());
            aftermath.neverTwoHolders();
        }
    }

    private static void during(Lab lab, Consumer<String> fault, String coordinator) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            lab.awaitReplicas(Scope.MAIN, 2, BOUND);
            fault.accept(coordinator);
            lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
            aftermath.trafficFollowsTheLeader();
            lab.repair();
            aftermath.holds();
        }
    }
}
