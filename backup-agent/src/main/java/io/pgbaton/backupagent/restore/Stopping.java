package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops Patroni of a member, and sees that PostgreSQL went with it. Blocks for minutes at most. */
final class Stopping {
    /** PostgreSQL writes out its buffers, and ships what is not archived yet. */
    private static final long STOP_SECONDS = 300;

    private static final long EVERY_MILLIS = 250;

    private final MemberConfig member;
    private final Path said;
    private final Duration patience;
    private final PatroniRest rest;
    private final Life life;

    /**
     * @param said for what the command says
     * @param patience after the command ended well
     */
    Stopping(MemberConfig member, Path said, Duration patience) {
        this.member = member;
        this.said = said;
        this.patience = patience;
        this.rest = new PatroniRest(member.patroni());
        this.life = new Life(member);
    }

    /**
     * The command is run in any case: one that is down may be about to be restarted.
     *
     * @param waits told what it waits for
     * @throws Unfit when anything of it runs on
     */
    void stop(Consumer<String> waits) throws IOException {
        waits.accept("Patroni is being stopped, and PostgreSQL with it");
        try {
            Programs.run(said, member.stop(), Map.of(), STOP_SECONDS);
        } catch (IOException failure) {
            throw new Unfit("patroni-not-stopped", failure.getMessage() + "; see to it by hand, then resume");
        }
        waits.accept("Patroni was told to stop, and is waited for");
        long until = System.nanoTime() + patience.toNanos();
        Optional<Unfit> left = left();
        while (left.isPresent() && System.nanoTime() < until) {
            pause();
            left = left();
        }
        if (left.isPresent()) {
            throw left.get();
        }
    }

    private Optional<Unfit> left() throws IOException {
        boolean[] there = {false};
        rest.ifAnswers(what -> there[0] = true);
        if (there[0]) {
            return Optional.of(new Unfit(
                    "patroni-not-stopped",
                    String.join(" ", member.stop()) + " ended well, and Patroni still answers at " + member.patroni()
                            + ": `stop` of the member has to name the command that stops this Patroni"));
        }
        return life.sign()
                .map(sign -> new Unfit(
                        "postgres-running",
                        "Patroni is stopped, and PostgreSQL runs on, as it does when Patroni was paused or killed ("
                                + sign + "): pg_ctl stop -D " + member.dataDirectory() + ", then resume"));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
