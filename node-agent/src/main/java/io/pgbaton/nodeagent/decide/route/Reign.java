package io.pgbaton.nodeagent.decide.route;

/** Who leads, as etcd shows it, and how far the writes have followed. */
sealed interface Reign {
    Reign UNKNOWN = new Unknown();

    /** The newest epoch seen, 0 when none. */
    long epoch();

    /** Nothing is known: the agent has just started, or etcd was restored. Nothing is set. */
    record Unknown() implements Reign {
        @Override
        public long epoch() {
            return 0;
        }
    }

    /** That epoch ended and no other has begun. */
    record Vacant(long epoch, String lastHolder) implements Reign {}

    record Led(long epoch, String member, Phase phase) implements Reign {
        Led in(Phase next) {
            return new Led(epoch, member, next);
        }

        boolean takesWrites() {
            return phase != Phase.ELECTED;
        }
    }

    enum Phase {
        /** Has the key; not known to be writable. */
        ELECTED,
        /** A command to route is waited for. */
        WRITABLE,
        ROUTED,
        /** Gives up soon: no new connections. */
        DRAINED
    }
}
