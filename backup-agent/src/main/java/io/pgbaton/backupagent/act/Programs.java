package io.pgbaton.backupagent.act;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of ours. What they say goes to a file: a pipe would end with us, and the program with the pipe. */
final class Programs {
    private Programs() {}

    static Process start(List<String> words, Path said) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
    }

    /**
     * Blocks until it is over.
     *
     * @throws IOException when it is not over in time, or ended with another code than 0
     */
    static void call(List<String> words, Path said, long seconds) throws IOException {
        String name = Path.of(words.get(0)).getFileName() + " " + words.get(1);
        Process process = start(words, said);
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " was not over within " + seconds + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + " ended with " + process.exitValue() + ": see " + said);
        }
    }

    /** Nothing for an empty value. */
    static void option(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name);
            words.add(value);
        }
    }
}
