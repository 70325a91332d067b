package io.pgbaton.lab.cli;

import io.pgbaton.lab.LabOptions;
import java.time.Duration;
import picocli.CommandLine;

/** How a lab is to be set up, from the command line. */
public final class SetUp {
    @CommandLine.Option(names = "--ttl", defaultValue = "30", description = "Patroni's ttl in seconds")
    private int ttl;

    @CommandLine.Option(names = "--loop-wait", defaultValue = "10", description = "Patroni's loop_wait in seconds")
    private int loopWait;

    @CommandLine.Option(
            names = "--retry-timeout",
            defaultValue = "10",
            description = "Patroni's retry_timeout in seconds")
    private int retryTimeout;

    @CommandLine.Option(names = "--lifetime", defaultValue = "4", description = "lifetime of an address in seconds")
    private int lifetime;

    @CommandLine.Option(names = "--failsafe", description = "switch Patroni's failsafe_mode on")
    private boolean failsafe;

    @CommandLine.Option(names = "--second-scope", description = "also run other/demo beside service/demo")
    private boolean secondScope;

    @CommandLine.Option(names = "--supervised", description = "start again whatever dies, as a service manager would")
    private boolean supervised;

    @CommandLine.Option(names = "--no-backups", description = "no pgBackRest: PostgreSQL archives nothing")
    private boolean noBackups;

    @CommandLine.Option(
            names = "--spares",
            description = "also n4 and n5, on which a new cluster can be made from a backup")
    private boolean spares;

    LabOptions options() {
        LabOptions options = LabOptions.defaults()
                .withPatroni(Duration.ofSeconds(ttl), Duration.ofSeconds(loopWait), Duration.ofSeconds(retryTimeout))
                .withLifetime(Duration.ofSeconds(lifetime));
        options = failsafe ? options.withFailsafe() : options;
        options = noBackups ? options.withoutBackups() : options;
        options = supervised ? options.withSupervision() : options;
        options = spares ? options.withSpares() : options;
        return secondScope ? options.withSecondScope() : options;
    }
}
