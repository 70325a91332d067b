package io.pgbaton.backupagent.folder;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.BackupRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What one attempt leaves on disk: {@code run.json}, which says what it is; {@code said}, what the wrapper itself wrote;
 * {@code told}, once its outcome is recorded; and {@code wrapper/}, which is the wrapper's own.
 */
public record RunFolder(Path path) {
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    /** @throws IOException when there is one already, or the disk does not take it */
    static RunFolder make(Path path, Attempt attempt, String scope, long startedMillis) throws IOException {
        Files.createDirectories(path.getParent());
        RunFolder folder = new RunFolder(path);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        Files.createDirectory(folder.wrapper(), PosixFilePermissions.asFileAttribute(OURS_ALONE));
        Job job = attempt.job();
        folder.write(
                "run.json",
                CloudEventCodec.toJson(BackupRun.newBuilder()
                        .setCommandId(job.id())
                        .setAttempt(attempt.number())
                        .setScope(scope)
                        .setTask(job.task())
                        .setActor(job.actor())
                        .setReason(job.reason())
                        .setHandover(job.handover())
                        .setStartedMs(startedMillis)
                        .setRecorded(job.recorded())
                        .build()));
        return folder;
    }

    /** @throws IOException when it cannot be read, or is none of ours */
    public BackupRun run() throws IOException {
        try {
            return CloudEventCodec.fromJson(Files.readString(path.resolve("run.json")), BackupRun.getDefaultInstance());
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(path.resolve("run.json") + " cannot be read: " + e.getMessage(), e);
        }
    }

    public Path wrapper() {
        return path.resolve("wrapper");
    }

    public Path said() {
        return path.resolve("said");
    }

    /** Its outcome is recorded: no later life asks what became of it. */
    public void tell(String result) throws IOException {
        write("told", result + "\n");
    }

    /** False when it could not even be made. */
    public boolean isThere() {
        return Files.isDirectory(path);
    }

    public boolean isTold() {
        return Files.exists(path.resolve("told"));
    }

    private void write(String name, String text) throws IOException {
        Path draft = Files.writeString(path.resolve(name + ".new"), text);
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
