package io.pgbaton.cli.command;

import io.pgbaton.cli.Session;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.proto.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: options that every command takes, before or after its name. */
@Command(
        name = "pgbaton",
        description =
                "Shows who leads, who carries the addresses, and what happened; pauses pgbaton and takes nodes out.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StatusCommand.class,
            MembersCommand.class,
            EventsCommand.class,
            AuditCommand.class,
            HandoversCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            MaintenanceCommand.class,
            AckCommand.class,
            RehearseCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            UrlsCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:all is well",
            " 1:shown, and something is wrong with it",
            " 2:not understood: wrong command or option",
            " 3:there is no such thing, as with an unknown handover",
            " 4:audit verify: a chain is broken",
            " 5:audit verify: none is broken, but something cannot be proven",
            " 6:refused, nothing was changed: it would do harm",
            "69:etcd or the bus did not answer, or nobody took up what was asked for",
            "70:a bug",
            "78:the configuration is missing or wrong",
            "130:ended by Ctrl-C"
        },
        footerHeading = "%nConfiguration:%n",
        footer = {
            "  --config, else $PGBATON_CONFIG, else ~/.config/pgbaton/cli.yaml, else /etc/pgbaton/cli.yaml",
            "  Colours only on a terminal; NO_COLOR switches them off."
        })
public final class Pgbaton {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file", scope = ScopeType.INHERIT)
    private Path config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json",
            defaultValue = "table",
            scope = ScopeType.INHERIT)
    private OutputFormat output;

    @Option(
            names = {"-s", "--scope"},
            paramLabel = "NAMESPACE/SCOPE",
            description = "only this scope; may be given more than once (default: all of the configuration)",
            converter = ScopeConverter.class,
            scope = ScopeType.INHERIT)
    private List<Scope> scopes = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "for each answer over the network (default: ${DEFAULT-VALUE})",
            defaultValue = "10",
            scope = ScopeType.INHERIT)
    private int timeout;

    public Pgbaton(Map<String, String> environment) {
        this.environment = environment;
    }

    Session session() {
        return new Session(Optional.ofNullable(config), environment, Duration.ofSeconds(Math.max(1, timeout)));
    }

    /** Who types this, for the record. */
    String user() {
        String user = environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "unknown"));
        return user + "@" + HostName.of(environment);
    }

    Terminal terminal() {
        return Terminal.of(spec.commandLine().getOut(), environment);
    }

    /** To ask a person; empty where there is none: no terminal, or a program that reads what is printed. */
    Optional<UnaryOperator<String>> keyboard() {
        return Optional.ofNullable(System.console())
                .filter(console -> !json())
                .map(console -> prompt -> console.readLine("%s", prompt));
    }

    boolean json() {
        return output == OutputFormat.JSON;
    }

    /** As asked for on the command line; empty for all. */
    List<Scope> scopes() {
        return scopes;
    }

    void print(JsonObject json) {
        terminal().line(json.encodePrettily());
    }

    void print(JsonArray json) {
        terminal().line(json.encodePrettily());
    }
}
