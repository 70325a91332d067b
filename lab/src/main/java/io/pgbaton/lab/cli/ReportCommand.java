package io.pgbaton.lab.cli;

import io.pgbaton.lab.Checkout;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The end of ./verify. Exit code 1 when a test failed, or none ran at all. */
@CommandLine.Command(name = "report", hidden = true, description = "Sum up the reports that ./verify collected.")
final class ReportCommand implements Callable<Integer> {
    @CommandLine.Parameters(index = "0", paramLabel = "FOLDER")
    private Path folder;

    @CommandLine.Option(
            names = "--scope",
            defaultValue = "short",
            description = "--all also keeps the report in docs/reports")
    private String scope;

    @CommandLine.Option(
            names = "--skipped-types",
            description = "only print the classes of which something was skipped")
    private boolean skippedTypes;

    @Override
    public Integer call() {
        Path repository = Layout.of(Layout.DEFAULT_ID).repository();
        VerifyReport report = VerifyReport.of(folder, repository);
        if (skippedTypes) {
            System.out.println(report.skippedTypes());
            return 0;
        }
        System.out.print(report.text());
        if (scope.equals("--all")) {
            keep(repository, report);
        }
        return report.ok() ? 0 : 1;
    }

    private void keep(Path repository, VerifyReport report) {
        Path reports = repository.resolve("docs/reports");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String head =
                """
                # ./verify --all, %s

                | | |
                | --- | --- |
                | commit | %s |
                | first tests done | %s |
                | last tests done | %s |

                """
                        .formatted(today, Checkout.commit(repository), report.first(), report.last());
        try {
            Files.createDirectories(reports);
            Files.writeString(reports.resolve("verify-" + today + ".md"), head + "```\n" + report.text() + "```\n");
        } catch (IOException e) {
            throw new LabException("cannot keep the report in " + reports + ": " + e.getMessage(), e);
        }
    }
}
