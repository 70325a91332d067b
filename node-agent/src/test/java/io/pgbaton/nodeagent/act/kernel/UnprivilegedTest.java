package io.pgbaton.nodeagent.act.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs a program of its own as user nobody, as the systemd unit runs the agent under a user without rights. */
class UnprivilegedTest {
    private static TwoHosts hosts;
    private static Path classes;

    @BeforeAll
    static void connect() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "skipped: needs the program 'setpriv'");
        hosts = TwoHosts.create();
        classes = readableCopyOfTheClassPath();
    }

    @AfterAll
    static void disconnect() throws IOException {
        if (hosts != null) {
            hosts.close();
            try (Stream<Path> files = Files.walk(classes)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void nobodyWithTheTwoAmbientCapabilitiesCarriesAnAddress() throws IOException {
        assertEquals(
                List.of(
                        "This process may set addresses (CAP_NET_ADMIN) and announce them (CAP_NET_RAW).",
                        "Held",
                        "SENT",
                        "Held",
                        "Ended",
                        "REMOVED"),
                carryOnceAsNobody("-all,+net_admin,+net_raw"));
    }

    @Test
    void withoutCapabilitiesTheErrorNamesThem() throws IOException {
        List<String> output = carryOnceAsNobody("-all");

        assertTrue(output.get(0).contains("lacks CAP_NET_ADMIN and CAP_NET_RAW"), output.toString());
        assertTrue(output.get(1).startsWith("Cannot open a packet socket on pgv0: EPERM"), output.toString());
        assertTrue(output.get(1).contains("CAP_NET_RAW"), output.toString());
    }

    @Test
    void withoutNetAdminTheWarmUpRefusesBeforeAnythingDependsOnIt() throws IOException {
        List<String> output = carryOnceAsNobody("-all,+net_raw");

        assertTrue(output.get(1).startsWith("Cannot remove 192.0.2.1 from interface"), output.toString());
        assertTrue(output.get(1).contains("EPERM"), output.toString());
    }

    private static List<String> carryOnceAsNobody(String capabilities) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", hosts.here.name()));
        command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        command.addAll(List.of("--inh-caps=" + capabilities, "--ambient-caps=" + capabilities));
        command.addAll(List.of("--bounding-set=" + capabilities, System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classes + ":" + classes + "/*"));
        command.addAll(List.of(CarryOnce.class.getName(), hosts.link.name(), "10.77.0.100"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().toList();
    }

    /** The build's own folders may lie where nobody but root can read. */
    private static Path readableCopyOfTheClassPath() throws IOException {
        Path copy = Files.createTempDirectory("pgbaton-unprivileged");
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (Files.isDirectory(source)) {
                copyTree(source, copy);
            } else if (source.getFileName().toString().startsWith("jna-")) {
                Files.copy(source, copy.resolve(source.getFileName()));
            }
        }
        return copy;
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (!Files.exists(to)) {
                    Files.copy(file, to);
                }
            }
        }
    }
}
