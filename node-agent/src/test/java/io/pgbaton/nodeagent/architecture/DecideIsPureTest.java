package io.pgbaton.nodeagent.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pgbaton.nodeagent.architecture.offending.decide.AsksTheClock;
import io.pgbaton.nodeagent.architecture.offending.decide.FallsAsleep;
import io.pgbaton.nodeagent.architecture.offending.decide.OnlyCounts;
import io.pgbaton.nodeagent.architecture.offending.decide.OpensAFile;
import io.pgbaton.nodeagent.architecture.offending.decide.StartsATimer;
import io.pgbaton.nodeagent.architecture.offending.decide.ThrowsDice;
import io.pgbaton.nodeagent.architecture.offending.decide.WritesALog;
import io.pgbaton.runtime.architecture.PureDecide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecideIsPureTest {

    @Test
    void decideTouchesNoVertxNoClockAndNoInputOrOutput() {
        PureDecide.in("io.pgbaton.nodeagent.decide..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.pgbaton.nodeagent.decide"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AsksTheClock.class,
                FallsAsleep.class,
                OpensAFile.class,
                StartsATimer.class,
                ThrowsDice.class,
                WritesALog.class
            })
    void theRuleFailsOnAClassThatBreaksIt(Class<?> offender) {
        AssertionError failure = assertThrows(AssertionError.class, () -> check(offender));
        assertTrue(failure.getMessage().contains(offender.getSimpleName()), failure.getMessage());
    }

    @Test
    void theRulePassesAClassThatKeepsIt() {
        check(OnlyCounts.class);
    }

    private static void check(Class<?> one) {
        PureDecide.in(one.getPackageName() + "..").check(new ClassFileImporter().importClasses(one));
    }
}
