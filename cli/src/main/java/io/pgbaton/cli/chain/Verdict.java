package io.pgbaton.cli.chain;

import java.util.Locale;

/** Of one source, or of all; the later the worse. */
public enum Verdict {
    WHOLE,
    /** Nothing is broken, but there is something that the chain cannot speak for. */
    UNPROVEN,
    BROKEN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
