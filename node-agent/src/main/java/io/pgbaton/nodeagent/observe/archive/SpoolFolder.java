package io.pgbaton.nodeagent.observe.archive;

import io.pgbaton.nodeagent.decide.archive.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The answers that asynchronous archiving leaves for PostgreSQL's next question: {@code FILE.error} with a code and words, and
 * {@code FILE.ok}, empty or with a warning. They stay until pgBackRest begins anew.
 */
final class SpoolFolder {
    private static final long LONGEST = 64 << 10;

    private final Path folder;

    SpoolFolder(Path folder) {
        this.folder = folder;
    }

    Said read() throws IOException {
        Said said = Said.NOTHING;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                said = said.and(answer(file));
            }
        } catch (NoSuchFileException notYet) {
            // pgBackRest makes it with the first file that it archives.
            return Said.NOTHING;
        }
        return said;
    }

    private static Said answer(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        boolean error = name.endsWith(".error");
        try {
            if ((!error && !name.endsWith(".ok")) || Files.size(file) == 0 || Files.size(file) > LONGEST) {
                return Said.NOTHING;
            }
            List<String> lines = new ArrayList<>(
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
            String code = lines.remove(0).strip();
            return error && code.matches("\\d{1,3}")
                    ? new Said(Integer.parseInt(code), lines.isEmpty() ? "" : lines.get(0), List.of())
                    : ArchiverLines.read(lines);
        } catch (NoSuchFileException takenMeanwhile) {
            return Said.NOTHING;
        }
    }
}
