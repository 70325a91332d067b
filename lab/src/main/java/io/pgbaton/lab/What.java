package io.pgbaton.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of process that a lab runs, by the names that the command line takes. */
public enum What {
    ETCD("etcd"),
    PATRONI("patroni"),
    POSTGRES("postgres"),
    HAPROXY("haproxy"),
    NODE_AGENT("node-agent"),
    OTHER_PATRONI("other-patroni"),
    OTHER_POSTGRES("other-postgres"),
    BROKER("broker"),
    COORDINATOR("coordinator"),
    PGBACKREST("pgbackrest"),
    BACKUP_AGENT("backup-agent"),
    PROMETHEUS("prometheus"),
    WRITER("writer"),
    SUPERVISOR("supervisor");

    private final String word;

    What(String word) {
        this.word = word;
    }

    /** Also takes the spelling of the status document, nodeAgent. */
    public static What of(String text) {
        String wanted = text.replace("-", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(what -> what.word.replace("-", "").equals(wanted))
                .findFirst()
                .orElseThrow(() -> new LabException("there is no process \"" + text + "\", only "
                        + Arrays.stream(values()).map(What::toString).collect(Collectors.joining(", "))));
    }

    /** PostgreSQL is a child of Patroni: the lab finds it by its data directory and never starts it itself. */
    public boolean isPostgres() {
        return this == POSTGRES || this == OTHER_POSTGRES;
    }

    @Override
    public String toString() {
        return word;
    }
}
