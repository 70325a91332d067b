package io.pgbaton.runtime.journal;

import java.util.Optional;

/** What a record of the log holds. The codes are on disk: none is ever given to another kind. */
enum Kind {
    STATE(1),
    RECORD(2),
    SETTLED(3),
    REMEMBERED(4);

    final byte code;

    Kind(int code) {
        this.code = (byte) code;
    }

    static Optional<Kind> of(byte code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}
