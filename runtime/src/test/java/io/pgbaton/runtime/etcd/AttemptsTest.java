package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller gets when no member answers. */
class AttemptsTest {
    private static final Duration DEADLINE = Duration.ofMillis(80);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Link link = new Link(vertx, context);
    private final Member member =
            new Member("http://127.0.0.1:1", link, EtcdSettings.of(List.of("http://127.0.0.1:1")));

    @AfterEach
    void close() throws Exception {
        member.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Between two rounds the context is busy until the deadline has passed: the next round comes too late. */
    @ParameterizedTest
    @EnumSource(Attempts.Style.class)
    void aQuestionWhoseNextRoundWouldBeginAfterItsDeadlineFailsAndIsNotForgotten(Attempts.Style style) {
        Future<String> answer = Attempts.run(
                link, new Members(List.of(member)), style, DEADLINE, (asked, remaining) -> refusedWhileBusy());

        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));

        assertEquals(EtcdFailure.UNREACHABLE, EtcdException.kindOf(failed.getCause()));
    }

    private Attempt<String> refusedWhileBusy() {
        Attempt<String> refused = new Attempt<>(member);
        refused.fail(EtcdException.of(member.endpoint(), EtcdFailure.UNREACHABLE, "refused"));
        link.post(() -> LockSupport.parkNanos(DEADLINE.multipliedBy(2).toNanos()));
        return refused;
    }
}
