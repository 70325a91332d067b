package io.pgbaton.backupagent.folder;

import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.ArchiveBroken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What was told of one repository's WAL and is not over, so that the next life neither repeats it nor forgets its end. Blocks. */
public final class ArchiveMemory {
    private final Path file;

    public ArchiveMemory(Path stateDir, String stanza, int repo) {
        this.file = stateDir.resolve("archives").resolve(stanza + "@" + repo + ".json");
    }

    /** @throws IOException when it cannot be read */
    public Optional<ArchiveBroken> told() throws IOException {
        try {
            return Optional.of(CloudEventCodec.fromJson(Files.readString(file), ArchiveBroken.getDefaultInstance()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** @throws IOException when the disk does not take it */
    public void tell(ArchiveBroken told) throws IOException {
        if (told.getEnded()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), CloudEventCodec.toJson(told));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
