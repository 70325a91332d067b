package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.v1.Result;
import java.time.Duration;

/**
 * How an attempt ended.
 *
 * @param code pgBackRest's; {@link #NONE} when it did not say
 * @param name pgBackRest's name for the code, or ours: {@code not-started}, {@code too-long}, {@code unknown}
 * @param heard what pgBackRest said until then
 */
public record Conclusion(Result result, int code, String name, String detail, Duration took, Heard heard) {
    public static final int NONE = -1;
}
