package io.pgbaton.lab.scenario;

import io.pgbaton.nodeagent.NodeAgentMain;
import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.kernel.BootClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The node agent, stopping itself (SIGSTOP) between the computation of what is left of a lifetime and the system call, when
 * a file tells it to. The first word names the file, the others are the agent's own.
 */
public final class StoppingAgentMain {
    private StoppingAgentMain() {}

    public static void main(String[] words) {
        Path order = Path.of(words[0]);
        NodeAgentMain.run(
                (addresses, link) -> new AddressHolder(addresses, BootClock::nanos, () -> stopIfTold(order)),
                Arrays.copyOfRange(words, 1, words.length));
    }

    /** Once for each order. Another process sends the signal, for Java cannot. */
    private static void stopIfTold(Path order) {
        try {
            if (Files.deleteIfExists(order)) {
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("sh", "-c", "kill -s STOP \"$1\"", "kill", self)
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
