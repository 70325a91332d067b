package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;

/** A member on a timeline: each promotion makes another of it. */
public record Server(String member, int timeline) {
    public static Server of(Acknowledged row) {
        return new Server(row.member(), row.timeline());
    }
}
