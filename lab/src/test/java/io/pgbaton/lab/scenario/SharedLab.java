package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab for all scenarios of a run, with the parts of all of them, started by the first that asks for it (a parameter of
 * type {@link Lab}) and removed at the end, or before another lab is started: two at a time would wait for each other's
 * processors. Each test finds it in working order: what an earlier one broke is repaired first. After each class of
 * scenarios the audit of the lab is still whole.
 */
public final class SharedLab implements ParameterResolver, BeforeEachCallback, AfterAllCallback {
    private static final Layout LAYOUT = LabOfThisRun.layout("v");

    /** Null while there is none. Scenarios run one after the other, in one thread. */
    private static Lab lab;

    /** Also when no lab is there; the next scenario that asks for it finds a new one. */
    static void down() {
        if (lab != null) {
            Lab up = lab;
            lab = null;
            up.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (List.of(context.getRequiredTestMethod().getParameterTypes()).contains(Lab.class)) {
            lab(context).repair();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (lab != null) {
            lab.repair();
            AuditChain.assertWhole(lab);
        }
    }

    private static Lab lab(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedLab.class))
                .computeIfAbsent(AutoCloseable.class, key -> SharedLab::down, AutoCloseable.class);
        if (lab == null) {
            lab = start();
        }
        return lab;
    }

    private static Lab start() {
        Progress progress = new Progress(System.out);
        Lab.down(LAYOUT, progress);
        return Lab.up(LAYOUT, LabOptions.quick().withSpares(), progress);
    }
}
