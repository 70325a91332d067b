package io.pgbaton.nodeagent.decide.archive;

import java.util.List;
import java.util.stream.Stream;

/**
 * What pgBackRest said since it was listened to last, in PostgreSQL's log or in its spool.
 *
 * @param code of its last error, 0 for none
 * @param error its words
 * @param dropped WAL files that it threw away
 */
public record Said(int code, String error, List<String> dropped) {
    public static final Said NOTHING = new Said(0, "", List.of());

    public Said {
        dropped = List.copyOf(dropped);
    }

    /** Also what the other heard; its error goes before ours. */
    public Said and(Said other) {
        boolean errs = other.code > 0;
        return new Said(
                errs ? other.code : code,
                errs ? other.error : error,
                Stream.concat(dropped.stream(), other.dropped.stream())
                        .distinct()
                        .toList());
    }
}
