package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.VerifyRestored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has PostgreSQL recover what was restored beside a data directory, with nobody else able to connect, and asks it: the program
 * {@code pgbaton-verify} begins and ends it. The data can be recovered to the same target again, and be promoted then. Blocks for
 * as long as recovery takes.
 */
public final class Verification {
    private static final long START_SECONDS = 60;
    /** It shuts down in a minute, or is killed. */
    private static final long STOP_SECONDS = 120;

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final long SOON_MILLIS = 300;
    private static final long LATER_MILLIS = 2000;

    private final MemberConfig member;
    private final Path program;
    private final Path said;
    private final Duration bound;
    private final Prepared prepared;
    private final Path home;
    private final PrivatePostgres postgres;

    /**
     * @param program {@code pgbaton-verify}
     * @param said for what programs say
     * @param bound the longest that WAL may be replayed
     */
    public Verification(MemberConfig member, Path program, Path said, Duration bound) {
        this.member = member;
        this.program = program;
        this.said = said;
        this.bound = bound;
        this.prepared = new Prepared(member.dataDirectory());
        this.home = prepared.folder().resolve("verify");
        this.postgres = new PrivatePostgres(member.psql(), home, said);
    }

    /**
     * Nothing of it runs afterwards.
     *
     * @param waits told what it waits for
     * @throws Unfit when it cannot be begun, does not reach its target, or cannot be ended
     */
    public Checked run(VerifyRestored wanted, Consumer<String> waits) throws IOException {
        if (!prepared.isReadyFor(wanted.getRestore())) {
            throw new Unfit(
                    "not-restored", prepared.folder() + " has not all of this restore's data: restore it first");
        }
        end();
        Checked checked;
        try {
            begin();
            checked = compare(wanted, reached(waits));
        } catch (IOException | RuntimeException failure) {
            endAfter(failure);
            throw failure;
        }
        end();
        return checked;
    }

    /** Whatever of it is left, also by an earlier life. */
    public void end() throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try {
            Programs.run(said, words("stop"), Map.of(), STOP_SECONDS);
        } catch (IOException failure) {
            throw new Unfit("verify-not-stopped", failure.getMessage() + "; end it by hand, then resume");
        }
    }

    private void endAfter(Exception failure) {
        try {
            end();
        } catch (IOException left) {
            failure.addSuppressed(left);
        }
    }

    private void begin() throws IOException {
        List<String> words = words("start");
        words.addAll(List.of("--final", member.dataDirectory().toString()));
        words.addAll(List.of(
                "--seconds", Long.toString(bound.plus(Duration.ofMinutes(10)).toSeconds())));
        // So that whoever comes later knows that there is something to end.
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Programs.run(said, words, Map.of(), START_SECONDS);
        } catch (IOException failure) {
            throw new Unfit("verify-not-started", failure.getMessage());
        }
    }

    private PrivatePostgres.State reached(Consumer<String> waits) throws IOException {
        long begun = System.nanoTime();
        String told = "";
        while (true) {
            Optional<PrivatePostgres.State> state = postgres.state(prepared.data());
            if (state.filter(PrivatePostgres.State::isPaused).isPresent()) {
                return atTarget(state.get());
            }
            if (!Life.of(prepared.data())) {
                throw new Unfit(
                        "target-not-reached",
                        "PostgreSQL ended before it reached the target: " + postgres.lastWords()
                                + ". The WAL up to there may be missing in the archive, or be of another timeline");
            }
            long waited = System.nanoTime() - begun;
            if (waited > bound.toNanos()) {
                throw new Unfit(
                        "too-long", "the target is not reached after " + bound.toMinutes() + " min: raise limits.run");
            }
            String now = "WAL is replayed"
                    + state.map(there -> ", up to " + there.replayed()).orElse("");
            if (!now.equals(told)) {
                waits.accept(now);
                told = now;
            }
            pause(waited < FIRST.toNanos() ? SOON_MILLIS : LATER_MILLIS);
        }
    }

    /** It pauses also where a setting is too small for what follows. */
    private PrivatePostgres.State atTarget(PrivatePostgres.State state) throws IOException {
        if (!postgres.saysThatItStops()) {
            throw new Unfit("target-not-reached", "PostgreSQL pauses, and not at the target: " + postgres.lastWords());
        }
        return state;
    }

    private Checked compare(VerifyRestored wanted, PrivatePostgres.State state) {
        Look look = new Look(true, "paused", "replica", state.systemIdentifier(), state.timeline(), true, "", "");
        if (!wanted.getSystemIdentifier().equals(state.systemIdentifier())) {
            return Checked.faulty(
                    look,
                    "other-system-identifier",
                    "its system identifier is " + state.systemIdentifier() + ", and " + wanted.getSystemIdentifier()
                            + " was expected");
        }
        return Findings.probed(look, new RowProbe(postgres.psql(), said), wanted.getProbe(), wanted.getExpected());
    }

    private List<String> words(String command) throws IOException {
        return new ArrayList<>(List.of(
                program.toString(),
                command,
                "--data",
                prepared.data().toString(),
                "--home",
                home.toString(),
                "--bin",
                programs().toString()));
    }

    /** Patroni's own, or Debian's of the version of the data: what runs has to be ended without Patroni's file too. */
    private Path programs() throws IOException {
        Optional<Path> named = Optional.empty();
        if (Files.isReadable(member.patroniFile())) {
            named = PatroniFile.read(member.patroniFile()).programs();
        }
        Path version = prepared.data().resolve("PG_VERSION");
        return named.isPresent() || !Files.exists(version)
                ? named.orElse(Path.of("/usr/bin"))
                : Path.of("/usr/lib/postgresql", Files.readString(version).strip(), "bin");
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
