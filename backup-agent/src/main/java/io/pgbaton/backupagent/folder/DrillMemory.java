package io.pgbaton.backupagent.folder;

import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.LastDrill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last drill of a stanza that completed: how old it is is known over restarts. Blocks. */
public final class DrillMemory {
    private static final Logger log = LoggerFactory.getLogger(DrillMemory.class);

    private final Path file;

    public DrillMemory(Path stateDir, String stanza) {
        this.file = stateDir.resolve("drills").resolve(stanza + ".json");
    }

    /** Empty when there was none; and when it cannot be read, which is told: then the next one is waited for. */
    public Optional<LastDrill> read() {
        try {
            return Optional.of(CloudEventCodec.fromJson(Files.readString(file), LastDrill.getDefaultInstance()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            log.warn(
                    "The last drill cannot be read; its age is unknown until the next one. file={} reason={}",
                    file,
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** @throws IOException when the disk does not take it */
    public LastDrill keep(DrillCompleted drill, long completedMillis) throws IOException {
        LastDrill last = LastDrill.newBuilder()
                .setCompletedMs(completedMillis)
                .setDrill(drill)
                .build();
        Files.createDirectories(file.getParent());
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), CloudEventCodec.toJson(last));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return last;
    }
}
