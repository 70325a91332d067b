package io.pgbaton.coordinator.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;

/** What "decide is pure" means, so that it can also be tried on a class that is not. */
final class Purity {
    /** Arithmetic on the times that it is given (ADR 0010). */
    private static final String CRON = "com.cronutils..";

    private Purity() {}

    static ArchRule of(String decidePackage) {
        return CompositeArchRule.of(dependsOnValuesAlone(decidePackage)).and(asksNoClock(decidePackage));
    }

    private static ArchRule dependsOnValuesAlone(String decidePackage) {
        DescribedPredicate<JavaClass> values = resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "java.time..",
                        "io.pgbaton.proto",
                        "io.pgbaton.proto.bus",
                        "io.pgbaton.proto.handsoff",
                        "io.pgbaton.proto.id",
                        "io.pgbaton.proto.v1",
                        "com.google.protobuf",
                        CRON,
                        decidePackage)
                .as("values of java and the contract");
        DescribedPredicate<JavaClass> doors = belongToAnyOf(
                System.class,
                Thread.class,
                ThreadLocal.class,
                Runtime.class,
                Process.class,
                ProcessBuilder.class,
                Clock.class,
                InstantSource.class,
                Random.class,
                Timer.class,
                UUID.class);
        return noClasses()
                .that()
                .resideInAPackage(decidePackage)
                .should()
                .dependOnClassesThat(DescribedPredicate.not(values).or(doors))
                .because("decide is pure: no I/O, no clock, no randomness, no threads, no logging");
    }

    /** {@code Instant.now()} and its like, and chance. */
    private static ArchRule asksNoClock(String decidePackage) {
        DescribedPredicate<JavaCall<?>> asking = DescribedPredicate.describe("asks the clock or chance", call -> {
            boolean clock = call.getName().equals("now")
                    && call.getTargetOwner().getPackageName().equals("java.time");
            boolean chance = call.getName().equals("random") || call.getName().equals("shuffle");
            return clock || chance;
        });
        return noClasses()
                .that()
                .resideInAPackage(decidePackage)
                .should()
                .callCodeUnitWhere(asking)
                .because("time comes in on the input");
    }
}
