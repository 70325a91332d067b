package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An application's connection: one psql in the client's namespace, kept open. */
final class OpenSession implements AutoCloseable {
    private static final long ANSWER_SECONDS = 5;

    private final Process psql;
    private final BufferedReader answers;

    private OpenSession(Process psql) {
        this.psql = psql;
        this.answers = psql.inputReader(StandardCharsets.UTF_8);
    }

    /** Connected and answered once when this returns. */
    static OpenSession through(Lab lab, String address) {
        Layout layout = lab.layout();
        try {
            String password = Files.readString(layout.secret("app")).strip();
            ProcessBuilder builder = new ProcessBuilder(
                    "ip",
                    "netns",
                    "exec",
                    layout.namespace(Layout.CLIENT),
                    "psql",
                    "-qAtX",
                    "host=" + address + " user=app dbname=app connect_timeout=5");
            builder.environment().put("PGPASSWORD", password);
            OpenSession session =
                    new OpenSession(builder.redirectErrorStream(true).start());
            if (!session.answers()) {
                throw new IllegalStateException("no session through " + address);
            }
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server answers on this very connection, within five seconds. */
    boolean answers() {
        try {
            say("select 'here';");
            return nextLine().get(ANSWER_SECONDS, TimeUnit.SECONDS).equals("here");
        } catch (TimeoutException | ExecutionException | UncheckedIOException broken) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A statement whose answer nobody waits for. */
    void say(String statement) {
        try {
            psql.getOutputStream().write((statement + "\n").getBytes(StandardCharsets.UTF_8));
            psql.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes when the server, or the network, ended the connection. */
    CompletableFuture<Process> ended() {
        return psql.onExit();
    }

    private CompletableFuture<String> nextLine() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(answers.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        psql.destroyForcibly();
    }
}
