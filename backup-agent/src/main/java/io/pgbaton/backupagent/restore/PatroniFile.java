package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What of Patroni's own configuration has to fit before it is started on a restored node. */
final class PatroniFile {
    private static final String METHOD = "pgbaton";
    private static final List<String> PARAMETERS =
            List.of("postgresql.parameters", "bootstrap.dcs.postgresql.parameters");
    private static final Pattern OFF = Pattern.compile("off|false|no", Pattern.CASE_INSENSITIVE);
    private static final int USUAL_PORT = 5432;

    private final Path path;
    private final Map<?, ?> content;

    private PatroniFile(Path path, Map<?, ?> content) {
        this.path = path;
        this.content = content;
    }

    static PatroniFile read(Path path) throws IOException {
        try (Reader reader = Files.newBufferedReader(path)) {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            if (content instanceof Map<?, ?> map) {
                return new PatroniFile(path, map);
            }
            throw new Unfit("patroni-file", path + " is no configuration of Patroni");
        } catch (YAMLException wrong) {
            throw new Unfit("patroni-file", path + " cannot be read: " + wrong.getMessage());
        } catch (Unfit unfit) {
            throw unfit;
        } catch (IOException absent) {
            throw new Unfit(
                    "patroni-file",
                    "Patroni's configuration cannot be read (" + absent + "): name it as patroniFile of the member");
        }
    }

    /** @throws Unfit naming the key, what it has to be and what is there, when it is another member's */
    void belongsTo(MemberConfig member) throws Unfit {
        mustBe("scope", member.scope().name());
        mustBe("name", member.name());
        mustBe("postgresql.data_dir", member.dataDirectory().toString());
        String namespace = text("namespace").orElse("/service/").replace("/", "");
        if (!namespace.equals(member.scope().namespace())) {
            throw wrong("namespace", namespace, "/" + member.scope().namespace() + "/");
        }
    }

    /** @throws Unfit when a cluster would not begin with what was restored */
    void bootstraps() throws Unfit {
        mustBe("bootstrap.method", METHOD);
        mustHaveCommand("bootstrap." + METHOD + ".command");
        if (!"true"
                .equals(text("bootstrap." + METHOD + ".keep_existing_recovery_conf")
                        .orElse(""))) {
            throw new Unfit(
                    "patroni-file",
                    path + ": bootstrap." + METHOD
                            + ".keep_existing_recovery_conf has to be true, or Patroni forgets how far to recover");
        }
    }

    /** @throws Unfit when a replica would be copied from its leader, whatever was restored */
    void clones() throws Unfit {
        Object methods = at("postgresql.create_replica_methods");
        if (!(methods instanceof List<?> list) || list.isEmpty() || !METHOD.equals(list.get(0))) {
            throw new Unfit(
                    "patroni-file",
                    path + ": postgresql.create_replica_methods has to begin with " + METHOD
                            + ", as in [pgbaton, basebackup], or Patroni copies its leader instead of using what was restored");
        }
        mustHaveCommand("postgresql." + METHOD + ".command");
    }

    private void mustHaveCommand(String key) throws Unfit {
        if (text(key).isEmpty()) {
            throw new Unfit("patroni-file", path + ": " + key + " is missing; it is pgbaton-restored, with its path");
        }
    }

    /**
     * A restored folder brings the source's own settings along, and Patroni includes them: what this file does not say holds.
     *
     * @throws Unfit when the new cluster would archive into the stanza that it comes from, or that is left open
     */
    void archivesElsewhere(String source) throws Unfit {
        Pattern named = Pattern.compile("--stanza[=\\s]+[\"']?" + Pattern.quote(source) + "(?![A-Za-z0-9_.-])");
        boolean said = false;
        for (String place : PARAMETERS) {
            String command = text(place + ".archive_command").orElse("");
            if (named.matcher(command).find()) {
                throw new Unfit(
                        "archives-into-source",
                        path + ": " + place + ".archive_command names stanza " + source
                                + ", from which it is restored: the new cluster would spoil the other's archive");
            }
            String mode = text(place + ".archive_mode").orElse("");
            said |= !command.isEmpty() || OFF.matcher(mode).matches();
        }
        if (!said) {
            throw new Unfit(
                    "archives-into-source",
                    path
                            + ": set postgresql.parameters.archive_command, or archive_mode: \"off\" there; otherwise the setting"
                            + " of the source holds, which comes with the backup and archives into stanza " + source);
        }
    }

    /** @throws Unfit when WAL would be archived that nobody made a stanza for: it would pile up in {@code pg_wal} */
    void archivesNothing() throws Unfit {
        String mode = PARAMETERS.stream()
                .flatMap(place -> text(place + ".archive_mode").stream())
                .findFirst()
                .orElse("");
        if (!OFF.matcher(mode).matches()) {
            throw new Unfit(
                    "archives-nowhere",
                    path
                            + ": postgresql.parameters.archive_mode has to be \"off\" for a cluster without an archive, and "
                            + (mode.isEmpty() ? "is missing: the source's holds then" : "is " + mode)
                            + "; or give it a stanza, and leave --no-archive out");
        }
    }

    /** Where PostgreSQL's programs are, when that is said. */
    Optional<Path> programs() {
        return text("postgresql.bin_dir").map(Path::of);
    }

    /** Of PostgreSQL. */
    int port() {
        String listen = text("postgresql.listen").orElse("");
        String port = listen.substring(listen.lastIndexOf(':') + 1);
        return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : USUAL_PORT;
    }

    private void mustBe(String key, String wanted) throws Unfit {
        String there = text(key).orElse("");
        if (!there.equals(wanted)) {
            throw wrong(key, there, wanted);
        }
    }

    private Unfit wrong(String key, String there, String wanted) {
        String what = there.isEmpty() ? "is missing" : "is " + there;
        return new Unfit("patroni-file", path + ": " + key + " " + what + " and has to be " + wanted);
    }

    private Optional<String> text(String dotted) {
        return Optional.ofNullable(at(dotted)).map(Objects::toString);
    }

    private Object at(String dotted) {
        Object at = content;
        for (String key : dotted.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return at;
    }
}
