package io.pgbaton.coordinator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pgbaton.coordinator.decide.backup.Calendar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeringTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pgbaton.coordinator");

    @Test
    void decideIsPure() {
        Purity.of("io.pgbaton.coordinator.decide..").check(MAIN);
    }

    @Test
    void observeAndActDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..coordinator.observe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..coordinator.act..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..coordinator.act..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..coordinator.observe..")
                .check(MAIN);
    }

    @Test
    void oneClassKnowsTheLibraryOfCalendars() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Calendar.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.cronutils..")
                .check(MAIN);
    }

    @Test
    void factsKnowNoHandover() {
        slices().matching("io.pgbaton.coordinator.decide.(backup|fact|handover|rehearsal|view)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AsksTheClock", "Logs", "Reads", "Starts", "Gambles", "TouchesTheLoop"})
    void theRuleFailsOnAClassThatBreaksIt(String breaker) {
        String home = "io.pgbaton.coordinator.architecture.impure.decide";
        JavaClasses one = new ClassFileImporter().importClasses(classNamed(home + "." + breaker));
        AssertionError failure =
                assertThrows(AssertionError.class, () -> Purity.of(home + "..").check(one));
        assertTrue(failure.getMessage().contains(breaker), failure.getMessage());
    }

    @Test
    void theRuleLetsAPureClassPass() {
        String home = "io.pgbaton.coordinator.architecture.impure.decide";
        Purity.of(home + "..").check(new ClassFileImporter().importClasses(List.of(classNamed(home + ".Harmless"))));
    }

    private static Class<?> classNamed(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
