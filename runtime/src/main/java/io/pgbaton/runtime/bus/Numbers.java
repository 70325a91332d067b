package io.pgbaton.runtime.bus;

import java.util.HashMap;
import java.util.Map;

/** Counts the records of each source from 0, without a gap. Not thread-safe. */
public final class Numbers {
    private final Map<String, Long> last = new HashMap<>();

    public long next(String source) {
        return last.merge(source, 0L, (before, start) -> before + 1);
    }

    /** Goes on where an earlier life ended. */
    public void resume(Map<String, Long> lastOfEach) {
        last.putAll(lastOfEach);
    }

    public Map<String, Long> lastOfEach() {
        return Map.copyOf(last);
    }
}
