package io.pgbaton.lab.scenario;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The scenarios of the shared lab before those that start labs of their own, so that it is started once. The last of them
 * is the one that takes it down, and before it the one that leaves a second cluster behind in it.
 */
public final class SharedLabFirst implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparingInt(SharedLabFirst::turn));
    }

    private static int turn(ClassDescriptor scenario) {
        if (scenario.getTestClass() == LabComesUpScenario.class) {
            return 2;
        }
        if (scenario.getTestClass() == RestoreClusterScenario.class) {
            return 1;
        }
        return shares(scenario) ? 0 : 3;
    }

    private static boolean shares(ClassDescriptor scenario) {
        return scenario.findRepeatableAnnotations(ExtendWith.class).stream()
                .flatMap(each -> Arrays.stream(each.value()))
                .anyMatch(SharedLab.class::equals);
    }
}
