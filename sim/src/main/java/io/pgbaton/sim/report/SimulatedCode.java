package io.pgbaton.sim.report;

import io.pgbaton.coordinator.decide.HandoverMachine;
import io.pgbaton.nodeagent.decide.address.AddressMachine;
import io.pgbaton.sim.Life;
import io.pgbaton.sim.time.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a life is made of: the classes of the simulator and of both decide packages. The same seed is the same life only
 * while they are the same.
 */
public final class SimulatedCode {
    private record Part(Class<?> in, String folder) {}

    private static final List<Part> PARTS = List.of(
            new Part(Life.class, "io/pgbaton/sim"),
            new Part(AddressMachine.class, "io/pgbaton/nodeagent/decide"),
            new Part(HandoverMachine.class, "io/pgbaton/coordinator/decide"));

    private SimulatedCode() {}

    /** SHA-256 of these classes, as hex digits; the same from a jar as from a folder. */
    public static String digest() {
        TreeMap<String, byte[]> classes = new TreeMap<>();
        PARTS.forEach(part -> read(part, classes));
        Fingerprint all = new Fingerprint();
        classes.forEach((name, bytes) -> {
            all.add(name.getBytes(StandardCharsets.UTF_8));
            all.add(bytes);
        });
        return all.hex();
    }

    private static void read(Part part, Map<String, byte[]> into) {
        try {
            Path origin = Path.of(part.in()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(origin)) {
                read(origin, part.folder(), into);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + origin.toUri()), Map.of())) {
                    read(jar.getPath("/"), part.folder(), into);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the classes of " + part.folder(), e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class comes from a place without a path", e);
        }
    }

    private static void read(Path root, String folder, Map<String, byte[]> into) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            for (Path file : files.filter(SimulatedCode::isSimulated).toList()) {
                into.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    /** Who counts the lives and writes of them has no part in them. */
    private static boolean isSimulated(Path file) {
        String name = file.toString().replace('\\', '/');
        return name.endsWith(".class") && !name.contains("/sim/report/") && !name.contains("/sim/SimMain");
    }
}
