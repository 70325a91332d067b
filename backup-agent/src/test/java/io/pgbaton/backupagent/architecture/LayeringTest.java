package io.pgbaton.backupagent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pgbaton.runtime.architecture.PureDecide;
import org.junit.jupiter.api.Test;

class LayeringTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pgbaton.backupagent");

    @Test
    void decideIsPure() {
        PureDecide.in("io.pgbaton.backupagent.decide..").check(MAIN);
    }

    @Test
    void observeAndActDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..backupagent.observe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..backupagent.act..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..backupagent.act..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..backupagent.observe..")
                .check(MAIN);
    }
}
