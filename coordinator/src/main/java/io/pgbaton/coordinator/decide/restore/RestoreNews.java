package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestoreRequest;

/** What concerns a restore. */
public sealed interface RestoreNews {

    /**
     * A put of the key.
     *
     * @param id derived from the put
     * @param patroni what it keeps of the scope
     */
    record Asked(String id, RestoreRequest request, PatroniThere patroni) implements RestoreNews {}

    /** Whoever was commanded is at it. */
    record Word(String command) implements RestoreNews {}

    record Done(String command) implements RestoreNews {}

    /** A member that was started is what it should be, or cannot become it. */
    record Checked(MemberChecked checked) implements RestoreNews {}

    /** @param name one word */
    record Failed(String command, String name, String detail) implements RestoreNews {}

    /** Its agent died over it and lives again: nobody knows how far it came. */
    record Unknown(String command) implements RestoreNews {}

    /** Time passed, or something else changed. */
    record Looked() implements RestoreNews {}
}
