package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process in a folder, with its id in the file {@code pid}. The kernel lets go of it when the process dies. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws JournalInUse when another has it, this process included */
    static FolderLock take(Path folder) throws IOException {
        // The id is in a file of its own: on Windows nobody else can read a file that is locked.
        Path pid = folder.resolve("pid");
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new JournalInUse(folder, Files.exists(pid) ? Files.readString(pid) : "");
            }
            writePid(pid);
            return new FolderLock(channel);
        } catch (OverlappingFileLockException same) {
            channel.close();
            throw new JournalInUse(folder, Long.toString(ProcessHandle.current().pid()));
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static void writePid(Path pid) {
        byte[] own = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel file = FileChannel.open(
                pid, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(own));
        } catch (IOException unsaid) {
            // On a full disk the message to the next one lacks it; the lock is a lock all the same.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
