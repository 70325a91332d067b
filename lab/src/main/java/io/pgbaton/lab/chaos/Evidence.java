package io.pgbaton.lab.chaos;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The folder of one run below target/chaos: its report and its rows, and all logs of the lab when a rule was broken. */
final class Evidence {
    private final Path folder;

    Evidence(Path repository, String name) {
        this.folder = repository.resolve("target").resolve("chaos").resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LabException("cannot create " + folder + ": " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new LabException("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** The lab's own folder goes when the lab is taken down. */
    void keepLogs(Layout layout) {
        try (Stream<Path> logs = Files.list(layout.logs())) {
            Path kept = Files.createDirectories(folder.resolve("log"));
            for (Path log : logs.toList()) {
                Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LabException("cannot keep the logs of " + layout.logs() + ": " + e.getMessage(), e);
        }
    }
}
