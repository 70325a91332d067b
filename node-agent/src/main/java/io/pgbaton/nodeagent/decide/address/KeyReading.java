package io.pgbaton.nodeagent.decide.address;

/**
 * The address key as one read or watch event showed it.
 *
 * @param modRevision 0 when absent
 * @param epoch for which it was taken, 0 when absent or released
 * @param lease it hangs on, 0 for none
 * @param lifetime of the holder, in nanoseconds; 0 when unknown
 */
public record KeyReading(Kind kind, long modRevision, long epoch, long lease, long lifetime, String holder) {

    /** Whose it is. MINE means this machine's, also of an earlier run of the agent. */
    public enum Kind {
        ABSENT,
        RELEASED,
        MINE,
        OTHERS
    }

    public static KeyReading absent() {
        return new KeyReading(Kind.ABSENT, 0, 0, 0, 0, "");
    }

    public boolean mine() {
        return kind == Kind.MINE;
    }
}
