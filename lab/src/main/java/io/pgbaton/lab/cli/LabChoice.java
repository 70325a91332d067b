package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.util.Optional;
import picocli.CommandLine;

/** Which lab a command is about. */
public final class LabChoice {
    @CommandLine.Option(
            names = "--id",
            defaultValue = Layout.DEFAULT_ID,
            scope = CommandLine.ScopeType.INHERIT,
            description = "the lab's name, from which its namespaces, subnet and folder derive (default: demo)")
    private String id = Layout.DEFAULT_ID;

    Layout layout() {
        return Layout.of(id);
    }

    Optional<Lab> find() {
        return Lab.find(layout());
    }

    Lab running() {
        return find().orElseThrow(() -> new LabException("there is no lab \"" + id + "\" running: start it by ./demo up"
                + (id.equals(Layout.DEFAULT_ID) ? "" : " --id " + id)));
    }
}
