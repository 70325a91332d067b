package io.pgbaton.runtime.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** A package can be understood, tested and replaced with only those below it. */
class NoCirclesTest {
    private static final String RUNTIME = "io.pgbaton.runtime";
    private static final String CIRCLE = "io.pgbaton.runtime.architecture.circle";

    @Test
    void noPackageOfTheRuntimeNeedsOneThatNeedsIt() {
        JavaClasses runtime = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(RUNTIME);
        noCirclesIn(RUNTIME).check(runtime);
    }

    @Test
    void theRuleFailsOnACircle() {
        JavaClasses circle = new ClassFileImporter().importPackages(CIRCLE);
        AssertionError failure =
                assertThrows(AssertionError.class, () -> noCirclesIn(CIRCLE).check(circle));
        assertTrue(failure.getMessage().contains("Slice hen"), failure.getMessage());
    }

    private static ArchRule noCirclesIn(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }
}
