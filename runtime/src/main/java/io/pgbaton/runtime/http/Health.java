package io.pgbaton.runtime.http;

/**
 * The answer of one readiness check.
 *
 * @param reason one sentence that is true now, also when all is well
 */
public record Health(boolean ready, String reason) {
    public static Health ready(String reason) {
        return new Health(true, reason);
    }

    public static Health notReady(String reason) {
        return new Health(false, reason);
    }
}
