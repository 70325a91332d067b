package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One lab for all scenarios of a run, started by the first that asks for it (a parameter of type {@link Lab}) and removed
 * at the end. Each test finds it in working order: what an earlier one broke is repaired first. After each class of
 * scenarios the audit of the lab is still whole.
 */
public final class SharedLab implements ParameterResolver, BeforeEachCallback, AfterAllCallback {
    private static final Layout LAYOUT = LabOfThisRun.layout("v");

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
        lab(context).repair();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Lab lab = lab(context);
        lab.repair();
        AuditChain.assertWhole(lab);
    }

    private static Lab lab(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedLab.class))
                .computeIfAbsent(Lab.class, key -> start(), Lab.class);
    }

    /** The store closes it, as it is AutoCloseable. */
    private static Lab start() {
        Progress progress = new Progress(System.out);
        Lab.down(LAYOUT, progress);
        return Lab.up(LAYOUT, LabOptions.quick(), progress);
    }
}
