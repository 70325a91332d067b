package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The operator's own question to a restored cluster: one statement, in a read-only transaction, as a role that may read tables
 * and nothing else. It came by way of etcd, so it must not reach the shell or the server's files: psql takes no commands of its
 * own from {@code --command} beside SQL, and pg_read_all_data can COPY to no program. Blocks for half a minute at most.
 *
 * @param psql how it is called
 * @param folder for what it says
 */
record RowProbe(List<String> psql, Path folder) {
    private static final long SECONDS = 30;
    private static final Pattern READS = Pattern.compile("(?is)(select|with|values|table)\\b.*");
    /** The session's own role may be able to do more; DO and these functions could go back to it. */
    private static final Pattern LEAVES_THE_ROLE =
            Pattern.compile("(?i)\\b(set_config|(query|cursor|table|schema|database)_to_xml\\w*|dblink\\w*)\\b");

    private static final Map<String, String> READ_ONLY = Map.of(
            "PGOPTIONS", "-c default_transaction_read_only=on -c statement_timeout=25s", "PGCONNECT_TIMEOUT", "5");

    /** Rows on lines, columns between bars. */
    String ask(String statement) throws IOException {
        String one = statement.strip().replaceFirst(";$", "");
        if (!READS.matcher(one).matches()
                || one.contains(";")
                || LEAVES_THE_ROLE.matcher(one).find()) {
            throw new Unfit(
                    "probe-malformed",
                    "the probe has to be one statement that reads: select, with, values or table, without a semicolon, and"
                            + " without functions that run SQL of their own or change settings");
        }
        List<String> words = new ArrayList<>(psql);
        words.addAll(List.of("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"));
        for (String step : List.of("begin read only", "set local role pg_read_all_data", one, "rollback")) {
            words.addAll(List.of("--command", step));
        }
        return Programs.run(folder, words, READ_ONLY, SECONDS);
    }
}
