package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The PostgreSQL that pgbaton-verify began: what it says, and how it is asked. Blocks for some seconds at most.
 *
 * @param configured the member's own words for psql
 * @param home has its socket and its log
 * @param said for what programs say
 */
record PrivatePostgres(List<String> configured, Path home, Path said) {
    private static final long SECONDS = 10;
    private static final Map<String, String> BOUNDS = Map.of("PGCONNECT_TIMEOUT", "5");
    private static final Pattern FATAL = Pattern.compile(".* (?:FATAL|PANIC): *(.*)");
    /** Of no recovery. */
    private static final Pattern NOISE = Pattern.compile("the database system is .*|terminating .* command");

    private static final Pattern ASIDE = Pattern.compile(".* (?:WARNING|ERROR): *(.*)");
    private static final String STATE =
            "select pg_get_wal_replay_pause_state(), pg_last_wal_replay_lsn(), system_identifier, timeline_id,"
                    + " current_setting('data_directory') from pg_control_system(), pg_control_checkpoint()";

    /** @param replayed up to where */
    record State(boolean isPaused, String replayed, String systemIdentifier, int timeline) {}

    /** What is configured may name another host; the last word counts. */
    List<String> psql() {
        List<String> words = new ArrayList<>(configured);
        words.addAll(List.of("--host=" + home, "--port=5432"));
        return words;
    }

    /**
     * Empty while it takes no connections.
     *
     * @throws Unfit when psql reaches another PostgreSQL than the one of this data
     */
    Optional<State> state(Path data) throws IOException {
        List<String> words = psql();
        words.addAll(List.of("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--no-password"));
        words.addAll(List.of("--set=ON_ERROR_STOP=1", "--command", STATE));
        String[] parts;
        try {
            parts = Programs.run(said, words, BOUNDS, SECONDS).split("\\|", -1);
        } catch (IOException notYet) {
            return Optional.empty();
        }
        if (parts.length != 5 || !parts[4].equals(data.toString())) {
            throw new Unfit(
                    "probe-failed",
                    String.join(" ", words.subList(0, configured.size()))
                            + " reaches another PostgreSQL than the one on the socket in " + home
                            + ": psql of the member may name a database, and no connection string");
        }
        return Optional.of(new State(parts[0].equals("paused"), parts[1], parts[2], Integer.parseInt(parts[3])));
    }

    /** At its target; as xlogrecovery.c has it. */
    boolean saysThatItStops() throws IOException {
        return log().stream().anyMatch(line -> line.contains("recovery stopping "));
    }

    /** Why it ended, in its own words. */
    String lastWords() throws IOException {
        List<String> lines = log();
        return last(lines, FATAL)
                .or(() -> last(lines, ASIDE))
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    }

    private static Optional<String> last(List<String> lines, Pattern kind) {
        return lines.stream()
                .map(kind::matcher)
                .filter(matcher ->
                        matcher.matches() && !NOISE.matcher(matcher.group(1)).matches())
                .map(matcher -> matcher.group(1))
                .reduce((before, after) -> after);
    }

    private List<String> log() throws IOException {
        Path output = home.resolve("output");
        return Files.exists(output) ? Files.readAllLines(output) : List.of();
    }
}
