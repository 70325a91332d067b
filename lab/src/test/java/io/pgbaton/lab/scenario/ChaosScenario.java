package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Progress;
import io.pgbaton.lab.chaos.ChaosOptions;
import io.pgbaton.lab.chaos.ChaosRun;
import io.pgbaton.lab.chaos.report.Findings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short run of what ./verify --chaos does for an hour. */
@Tag("lab")
@Tag("short")
class ChaosScenario {
    private static final ChaosOptions ONE_MINUTE = new ChaosOptions(1, Duration.ofMinutes(1), true);

    @Test
    void noRuleIsBrokenWhileProcessesDieAndNetworksFail() {
        try (OwnLab lab = OwnLab.up("ch", ChaosRun.lab())) {
            Findings findings = new ChaosRun(lab.lab(), ONE_MINUTE, new Progress(System.out)).run();
            assertEquals(List.of(), findings.violations());
            assertEquals(List.of(), findings.tooLittle());
            assertTrue(findings.lost().isEmpty());
        }
    }
}
