package io.pgbaton.nodeagent.decide.address;

/**
 * The address key as one read or watch event showed it, and the record beside it of who took it last.
 *
 * @param modRevision 0 when absent
 * @param epoch for which it was taken, 0 when absent or released
 * @param lease it hangs on, 0 for none
 * @param lifetime of the holder, or of the last one when absent, in nanoseconds; 0 when unknown
 * @param lastTaken mod revision of that record, the same as that of the key written with it; 0 when there is none
 */
public record KeyReading(
        Kind kind, long modRevision, long epoch, long lease, long lifetime, String holder, long lastTaken) {

    /**
     * Whose it is. MINE means this machine's, also of an earlier run of the agent; LEFT that it is gone, and this machine was
     * the last to take it, so that nobody else can carry the address.
     */
    public enum Kind {
        ABSENT,
        LEFT,
        RELEASED,
        MINE,
        OTHERS
    }

    /**
     * @param lifetime of whoever took it last, in nanoseconds; 0 when unknown
     * @param lastTaken when that was, 0 when nobody is known to have taken it ever
     */
    public static KeyReading absent(long lifetime, long lastTaken) {
        return new KeyReading(Kind.ABSENT, 0, 0, 0, lifetime, "", lastTaken);
    }

    /** Gone, and nobody took it after this machine. */
    public static KeyReading left(long lifetime, long lastTaken) {
        return new KeyReading(Kind.LEFT, 0, 0, 0, lifetime, "", lastTaken);
    }

    /** A release mark, at this revision. */
    public static KeyReading released(long revision, long lastTaken) {
        return new KeyReading(Kind.RELEASED, revision, 0, 0, 0, "", lastTaken);
    }

    public boolean absent() {
        return kind == Kind.ABSENT || kind == Kind.LEFT;
    }

    public boolean mine() {
        return kind == Kind.MINE;
    }
}
