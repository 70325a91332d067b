package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.cluster.Secrets;
import io.pgbaton.proto.bus.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After all that happened in this lab, the passwords stand in none of the places where people and programs look. */
@Tag("lab")
@Tag("short")
@ExtendWith(SharedLab.class)
class SecretsScenario {
    private static final List<What> DAEMONS = List.of(What.NODE_AGENT, What.COORDINATOR, What.BACKUP_AGENT);

    @Test
    void R12_noSecretIsInALogAnArgumentAMetricOrOnTheBus(Lab lab) throws IOException {
        Secrets secrets = new Secrets(lab.layout());
        Leaks leaks = new Leaks(Secrets.ROLES.stream().collect(Collectors.toMap(role -> role, secrets::of)));
        Map<String, String> places = new LinkedHashMap<>();
        lab.nodes().forEach(node -> List.of("/metrics", "/status", "/readyz")
                .forEach(path -> places.put(node.name() + path, Aftermath.agent(node, path))));
        Host coordinator = lab.host("co1");
        List.of("/metrics", "/status", "/api/v1/scopes")
                .forEach(path -> places.put(
                        "co1" + path,
                        Rest.get("http://" + coordinator.ip() + ":7481" + path).body()));
        String backups = BackupAgentHost.url(lab.layout());
        List.of("/metrics", "/status", "/api/v1/backups")
                .forEach(path -> places.put(
                        BackupAgentHost.NODE + path, Rest.get(backups + path).body()));
        for (Topic topic : Topic.values()) {
            places.put(
                    topic.name(Topic.DEFAULT_PREFIX),
                    TopicReader.of(lab.layout(), topic, Scope.MAIN).toString());
        }
        places.putAll(logs(lab));
        places.putAll(arguments(lab));

        assertTrue(places.values().stream().filter(text -> !text.isBlank()).count() > 15, places.keySet()::toString);
        assertEquals(List.of(), leaks.in(places));
    }

    /** Of pgbaton's own daemons; what Patroni and PostgreSQL write is theirs. */
    private static Map<String, String> logs(Lab lab) throws IOException {
        Map<String, String> logs = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(lab.layout().logs())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (DAEMONS.stream().anyMatch(what -> file.toString().contains(what.toString()))) {
                    logs.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertTrue(logs.size() >= 5, "the logs of three agents, a coordinator and the backup agent: " + logs.keySet());
        return logs;
    }

    private static Map<String, String> arguments(Lab lab) throws IOException {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String name : io.pgbaton.lab.Layout.hosts()) {
            Host host = lab.host(name);
            for (What what : DAEMONS) {
                if (host.kinds().contains(what)) {
                    Path line = Path.of("/proc", Long.toString(host.pid(what).orElseThrow()), "cmdline");
                    arguments.put("arguments of " + what + " on " + name, Files.readString(line));
                }
            }
        }
        return arguments;
    }
}
