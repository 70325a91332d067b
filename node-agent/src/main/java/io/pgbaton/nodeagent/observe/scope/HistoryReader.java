package io.pgbaton.nodeagent.observe.scope;

import io.pgbaton.nodeagent.decide.leadership.TimelineEnd;
import io.pgbaton.runtime.etcd.Entry;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Patroni's history key: {@code [[1,68158200,"no recovery target specified","2026-11-20T17:14:21+00:00","n1"], ...]}. An
 * entry that is not what it should be is left out; Patroni before 2.0 has no member at its end.
 */
final class HistoryReader {
    private static final int TIMELINE = 0;
    private static final int POSITION = 1;
    private static final int MEMBER = 4;

    private HistoryReader() {}

    static List<TimelineEnd> read(Entry entry) {
        List<TimelineEnd> ends = new ArrayList<>();
        for (Object line : lines(entry)) {
            if (line instanceof JsonArray fields
                    && fields.size() > POSITION
                    && fields.getValue(TIMELINE) instanceof Number timeline
                    && fields.getValue(POSITION) instanceof Number position) {
                boolean named = fields.size() > MEMBER && fields.getValue(MEMBER) instanceof String;
                ends.add(new TimelineEnd(
                        timeline.longValue(), position.longValue(), named ? fields.getString(MEMBER) : ""));
            }
        }
        return ends;
    }

    private static JsonArray lines(Entry entry) {
        if (entry == null || entry.value().isEmpty()) {
            return new JsonArray();
        }
        try {
            return new JsonArray(entry.value());
        } catch (DecodeException notAList) {
            return new JsonArray();
        }
    }
}
