package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.cluster.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** service/demo and other/demo on the same nodes and the same etcd. */
@Tag("lab")
class TwoScopesOfOneNameScenario {
    private static final Layout LAYOUT = LabOfThisRun.layout("two");
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static Lab lab;

    @BeforeAll
    static void up() {
        Progress progress = new Progress(System.out);
        Lab.down(LAYOUT, progress);
        lab = Lab.up(LAYOUT, LabOptions.quick().withSecondScope(), progress);
    }

    @AfterAll
    static void down() {
        Lab.down(LAYOUT, new Progress(System.out));
    }

    @Test
    void aSwitchoverOfOneLeavesTheOtherAlone() {
        String leader = lab.leader(Scope.MAIN, BOUND);
        String otherLeader = lab.leader(Scope.OTHER, BOUND);
        String candidate = Layout.NODES.stream()
                .filter(node -> !node.equals(otherLeader))
                .findFirst()
                .orElseThrow();
        lab.switchover(Scope.OTHER, otherLeader, candidate);
        assertEquals(candidate, lab.leader(Scope.OTHER, BOUND));
        assertEquals(leader, lab.leader(Scope.MAIN, BOUND));
        lab.awaitReplicas(Scope.OTHER, 2, BOUND);
        for (Host node : lab.nodes()) {
            assertEquals(List.of(leader), node.serversUp("primary"));
        }
    }
}
