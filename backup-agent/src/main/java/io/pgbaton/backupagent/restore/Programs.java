package io.pgbaton.backupagent.restore;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one of the operator's own short commands. Its output goes to a file: what it leaves behind would keep a pipe open. */
final class Programs {
    private static final int MOST_SAID = 500;

    private Programs() {}

    /**
     * @return what it said, stripped
     * @throws IOException when it cannot be started, takes too long, or ends with another code than 0, with what it said last
     */
    static String run(Path folder, List<String> words, Map<String, String> environment, long seconds)
            throws IOException {
        Files.createDirectories(folder);
        Path said = Files.createTempFile(folder, "said", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(words.get(0) + " did not end within " + seconds + " s");
            }
            String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + " ended with " + process.exitValue() + ": "
                        + text.substring(Math.max(0, text.length() - MOST_SAID)));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(said);
        }
    }
}
