package io.pgbaton.runtime.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Set;

/** "decide is pure" as a rule of the build; apart from its test so that it can be tried on classes that break it. */
public final class PureDecide {
    private static final String WHY = "decide is (state, input) -> (next, actions): the simulator runs this very code";

    /** Packages of plain values. All else is somebody who does something. */
    private static final String[] VALUES = {
        "java.lang",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.util",
        "java.util.function",
        "java.util.stream",
        "java.time",
        "java.nio.charset",
        "io.pgbaton.proto..",
        "com.google.protobuf.."
    };

    /** Those of them that reach out of the program, wait, or differ from run to run. */
    private static final Set<String> DOORS = Set.of(
            "java.lang.System",
            "java.lang.Thread",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.Timer",
            "java.util.UUID");

    /** Its conversions are plain arithmetic; what it offers beside them waits. */
    private static final String UNITS = "java.util.concurrent.TimeUnit";

    private static final Set<String> WAITING = Set.of("sleep", "timedJoin", "timedWait");

    private PureDecide() {}

    public static ArchRule in(String decide) {
        return CompositeArchRule.of(reachesNobody(decide)).and(asksNoTime(decide));
    }

    private static ArchRule reachesNobody(String decide) {
        DescribedPredicate<JavaClass> door = describe("a door to the outside", c -> DOORS.contains(c.getName()));
        DescribedPredicate<JavaClass> stranger = DescribedPredicate.not(resideInAnyPackage(VALUES)
                .or(resideInAnyPackage(decide))
                .or(describe("units", c -> c.getName().equals(UNITS)))
                .or(describe("primitive", PureDecide::primitive)));
        return noClasses()
                .that()
                .resideInAPackage(decide)
                .should()
                .dependOnClassesThat(stranger.or(door).as("reach out of pure values"))
                .because(WHY);
    }

    private static ArchRule asksNoTime(String decide) {
        DescribedPredicate<JavaCall<?>> asks = describe("ask for the time or for chance", PureDecide::asksTimeOrChance);
        return noClasses()
                .that()
                .resideInAPackage(decide)
                .should()
                .callCodeUnitWhere(asks)
                .because(WHY);
    }

    private static boolean asksTimeOrChance(JavaCall<?> call) {
        boolean time = call.getTargetOwner().getPackageName().equals("java.time")
                && call.getName().equals("now");
        boolean waits = call.getTargetOwner().getName().equals(UNITS) && WAITING.contains(call.getName());
        return time
                || waits
                || call.getName().equals("random")
                || call.getName().equals("shuffle");
    }

    private static boolean primitive(JavaClass c) {
        JavaClass base = c.getBaseComponentType();
        return base.isPrimitive()
                || (c.isArray()
                        && !DOORS.contains(base.getName())
                        && base.getPackageName().startsWith("java.lang"));
    }
}
