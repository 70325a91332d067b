package io.pgbaton.runtime.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/** Those who wait until what was accepted before them is on disk, in their order. Used on one context. */
final class Barriers {
    private final Deque<Barrier> waiting = new ArrayDeque<>();

    private record Barrier(long before, Promise<Void> passed) {}

    /** @param position of the next entry: all before it have to be kept */
    Future<Void> before(long position) {
        Promise<Void> passed = Promise.promise();
        waiting.add(new Barrier(position, passed));
        return passed.future();
    }

    /** @param oldest position that is not kept */
    void passUpTo(long oldest) {
        while (!waiting.isEmpty() && waiting.peek().before() <= oldest) {
            waiting.poll().passed().complete();
        }
    }
}
