package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The jars of one module, copied into the lab: the daemons' users may not be able to read the checkout, and a new build
 * must not change the files of a running JVM.
 */
public final class DaemonJars {
    private final Layout layout;
    private final String module;
    private final String mainClass;

    public DaemonJars(Layout layout, String module, String mainClass) {
        this.layout = layout;
        this.module = module;
        this.mainClass = mainClass;
    }

    public String mainClass() {
        return mainClass;
    }

    /** Whether the module was built and has the program. */
    public boolean built() {
        return ownJar().filter(this::holdsMainClass).isPresent();
    }

    public void copy() {
        Path own = ownJar().orElseThrow(() -> new LabException(module + " is not built: run ./mvnw package"));
        try {
            Path folder = Files.createDirectories(folder());
            for (Path jar : jarsIn(target().resolve("lib"))) {
                copyTo(folder, jar);
            }
            copyTo(folder, own);
        } catch (IOException e) {
            throw new LabException("cannot copy the jars of " + module + ": " + e.getMessage(), e);
        }
    }

    /** All jars of the folder; Java expands the star itself, so that the process list stays readable. */
    public String classPath() {
        return folder().resolve("*").toString();
    }

    private static void copyTo(Path folder, Path jar) throws IOException {
        Files.copy(
                jar,
                folder.resolve(jar.getFileName()),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Path folder() {
        return layout.work().resolve("lib").resolve(module).resolve("lib");
    }

    private Path target() {
        return layout.repository().resolve(module).resolve("target");
    }

    private Optional<Path> ownJar() {
        return jarsIn(target()).stream()
                .filter(jar -> jar.getFileName().toString().startsWith("pgbaton-" + module))
                .filter(jar -> !jar.getFileName().toString().contains("tests"))
                .findFirst();
    }

    private boolean holdsMainClass(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(mainClass.replace('.', '/') + ".class") != null;
        } catch (IOException e) {
            throw new LabException("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LabException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
