package io.pgbaton.cli.command;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.doctor.Doctor;
import io.pgbaton.cli.doctor.Finding;
import io.pgbaton.cli.doctor.Finding.Verdict;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at everything that keeps a handover from working, and says what to do about it.%n"
                + "Ends with 1 when it found a fault.")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private Pgbaton root;

    @Option(
            names = "--haproxy",
            paramLabel = "FILE",
            description = "also look into this haproxy.cfg: a running HAProxy does not say what is in it")
    private Path haproxy;

    @Override
    public Integer call() {
        try (Session session = root.session()) {
            List<Finding> findings =
                    new Doctor(session).examine(session.scopes(root.scopes()), Optional.ofNullable(haproxy));
            if (root.json()) {
                root.print(json(findings));
            } else {
                Terminal terminal = root.terminal();
                findings.forEach(finding -> print(terminal, finding));
            }
            boolean fault = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAULT);
            return fault ? ExitCode.FAULT : ExitCode.OK;
        }
    }

    private static void print(Terminal terminal, Finding finding) {
        String verdict =
                String.format(Locale.ROOT, "%-7s", finding.verdict().name().toLowerCase(Locale.ROOT));
        terminal.line(terminal.paint(colour(finding.verdict()), verdict) + "  " + finding.about() + ": "
                + finding.sentence());
        if (!finding.nextStep().isEmpty()) {
            terminal.line("         -> " + finding.nextStep());
        }
    }

    private static Colour colour(Verdict verdict) {
        return switch (verdict) {
            case OK -> Colour.GOOD;
            case UNKNOWN -> Colour.DIM;
            case WARN -> Colour.WARN;
            case FAULT -> Colour.ALARM;
        };
    }

    private static JsonArray json(List<Finding> findings) {
        JsonArray all = new JsonArray();
        findings.forEach(finding -> all.add(new JsonObject()
                .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                .put("about", finding.about())
                .put("sentence", finding.sentence())
                .put("nextStep", finding.nextStep())));
        return all;
    }
}
