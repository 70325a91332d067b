package io.pgbaton.proto.key;

/**
 * A revision of etcd together with the count that it is of. An etcd that was restored from a backup gives revisions a second
 * time; each restore that is noticed begins a new count (R3), and whatever is of a later count is newer.
 *
 * <p>One number, so that epochs compare and travel as they always did: the count is above bit 40, the revision below. In an
 * etcd that never was restored it is the revision itself. 2^40 revisions are 34 years at 1000 writes a second.
 */
public final class CountedRevision {
    /** Counts above make numbers that a double, and so JSON and Grafana, no longer hold exactly. */
    public static final long HIGHEST_COUNT = (1L << 13) - 1;

    private static final int REVISION_BITS = 40;
    private static final long REVISION_MASK = (1L << REVISION_BITS) - 1;

    private CountedRevision() {}

    /**
     * @param count 0 before the first restore, at most {@link #HIGHEST_COUNT}
     * @param revision 0 for none, which has no count either
     */
    public static long of(long count, long revision) {
        return revision == 0 ? 0 : count << REVISION_BITS | revision;
    }

    /** What etcd itself knows it by. */
    public static long revision(long counted) {
        return counted & REVISION_MASK;
    }

    public static long count(long counted) {
        return counted >>> REVISION_BITS;
    }

    /** The value of {@link PgbatonKeys#count()}; 0 for one that is no count. */
    public static long parseCount(String value) {
        try {
            long count = Long.parseLong(value.strip());
            return count < 0 || count > HIGHEST_COUNT ? 0 : count;
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
