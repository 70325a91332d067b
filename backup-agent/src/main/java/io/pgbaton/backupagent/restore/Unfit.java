package io.pgbaton.backupagent.restore;

import java.io.IOException;

/** Why nothing was begun: R10, or something that would fail later and worse. */
public final class Unfit extends IOException {
    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * @param name one word for the log, the event and the test, as in {@code data-not-empty}
     * @param sentence what is there, and what to do about it
     */
    public Unfit(String name, String sentence) {
        super(sentence);
        this.name = name;
    }

    public String name() {
        return name;
    }
}
