package io.pgbaton.cli.command;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.chain.AuditReading;
import io.pgbaton.cli.chain.ChainVerifier;
import io.pgbaton.cli.chain.SourceReport;
import io.pgbaton.cli.show.ChainJson;
import io.pgbaton.cli.show.ChainText;
import io.pgbaton.cli.show.ProgressLine;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.bus.StartAt;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads the whole audit and checks the chain of every source: no record missing, altered, doubled or"
                        + " out of order. Names the first that is.%nWhat it can and cannot prove: docs/audit.md.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:every chain is whole",
            " 3:the audit has no record of a scope that was named",
            " 4:a chain is broken: a record is missing, altered, doubled, out of order or unreadable",
            " 5:none is broken, but a source began anew, or has records without a hash: nothing speaks for them",
            "69:the bus did not answer"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand audit;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SCOPE",
            description = "only these, as service/demo (default: every record of the topic)",
            converter = ScopeConverter.class)
    private List<Scope> named = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "begin there, with the first record of each source taken as it is: " + Since.FORMS
                    + " (default: all that the topic still has)")
    private String since;

    @Override
    public Integer call() {
        Pgbaton root = audit.root();
        List<Scope> scopes = new ArrayList<>(root.scopes());
        scopes.addAll(named);
        StartAt start = start();
        try (Session session = root.session()) {
            ProgressLine progress = ProgressLine.of(spec.commandLine().getErr(), root.json());
            List<SourceReport> reports =
                    new AuditReading(session.bus(), session.patience()).read(start, scopes, progress);
            refuseAbsent(scopes, reports);
            if (root.json()) {
                root.print(ChainJson.of(reports));
            } else {
                new ChainText(root.terminal()).print(reports);
            }
            return switch (ChainVerifier.verdict(reports.stream())) {
                case WHOLE -> ExitCode.OK;
                case UNPROVEN -> ExitCode.UNPROVEN;
                case BROKEN -> ExitCode.BROKEN;
            };
        }
    }

    private StartAt start() {
        try {
            return since == null
                    ? StartAt.BEGINNING
                    : StartAt.back(Since.parse(since, InstantSource.system(), ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--since: " + e.getMessage());
        }
    }

    /** A name that is mistyped must not look like an audit that is whole. */
    private static void refuseAbsent(List<Scope> scopes, List<SourceReport> reports) {
        for (Scope scope : scopes) {
            if (reports.stream().noneMatch(one -> AuditReading.isOf(scope, one.source()))) {
                throw new CliFault(ExitCode.NOT_FOUND, "the audit has no record of " + scope.key());
            }
        }
    }
}
