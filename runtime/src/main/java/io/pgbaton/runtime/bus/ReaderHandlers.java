package io.pgbaton.runtime.bus;

import io.vertx.core.Handler;
import java.util.Set;

/** What a reader calls. Each does nothing until it is set. */
final class ReaderHandlers {
    Handler<Delivery> delivery = one -> {};
    Handler<Poison> poison = one -> {};
    Handler<Set<TopicSlice>> assigned = slices -> {};
    Handler<Set<TopicSlice>> revoked = slices -> {};
    Handler<Void> end = done -> {};
    Handler<Throwable> fault = cause -> {};
    private boolean ended;

    void end() {
        if (!ended) {
            ended = true;
            end.handle(null);
        }
    }
}
