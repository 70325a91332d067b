package io.pgbaton.runtime.etcd;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;

/**
 * One question put to several members within one deadline.
 *
 * <p>{@code HEDGED} (reads, and whatever may happen twice): a member that fails or is silent for 150 ms does not hold
 * the question up, the next one is asked too and the first answer wins. {@code ONCE} (writes): the next one is asked
 * only when it is certain that the one before did nothing.
 */
final class Attempts<R> {
    enum Style {
        HEDGED,
        ONCE
    }

    static final long HEDGE_MILLIS = 150;
    private static final long PAUSE_MILLIS = 50;

    private final Link link;
    private final Members members;
    private final Style style;
    private final BiFunction<Member, Duration, Attempt<R>> call;
    private final Deque<Member> left;
    private final long deadlineAt;
    private final Promise<R> promise = Promise.promise();
    private int running;
    private boolean tokenRenewed;

    private Attempts(
            Link link, Members members, Style style, Duration deadline, BiFunction<Member, Duration, Attempt<R>> call) {
        this.link = link;
        this.members = members;
        this.style = style;
        this.call = call;
        this.left = new ArrayDeque<>(members.inOrder());
        this.deadlineAt = System.nanoTime() + deadline.toNanos();
    }

    static <R> Future<R> run(
            Link link, Members members, Style style, Duration deadline, BiFunction<Member, Duration, Attempt<R>> call) {
        Promise<R> result = Promise.promise();
        link.run(() -> {
            Attempts<R> attempts = new Attempts<>(link, members, style, deadline, call);
            attempts.next();
            attempts.promise.future().onComplete(result);
        });
        return result.future();
    }

    /** False when nobody was asked. */
    private boolean next() {
        Duration remaining = remaining();
        if (remaining.toMillis() < 1 || left.isEmpty() || promise.future().isComplete()) {
            return false;
        }
        running++;
        Attempt<R> attempt = call.apply(left.removeFirst(), remaining);
        long timer = left.isEmpty() ? -1 : link.after(HEDGE_MILLIS, () -> slow(attempt));
        attempt.answer().onComplete(answer -> {
            link.cancel(timer);
            running--;
            if (answer.succeeded()) {
                members.answered(attempt.member());
                promise.tryComplete(answer.result());
            } else {
                failed(attempt, answer.cause());
            }
        });
        return true;
    }

    private void slow(Attempt<R> attempt) {
        if (style == Style.HEDGED) {
            next();
        } else {
            attempt.cancelUnlessSent();
        }
    }

    private void failed(Attempt<R> attempt, Throwable cause) {
        boolean goOn = mayAskAgain(attempt, cause);
        if (!goOn) {
            promise.tryFail(cause);
            return;
        }
        if (!next() && running == 0) {
            againOrGiveUp(cause);
        }
    }

    /** All have failed. During an election (0.1 to 2 s) they do so at once, and answer again soon. */
    private void againOrGiveUp(Throwable cause) {
        if (remaining().toMillis() <= PAUSE_MILLIS) {
            promise.tryFail(cause);
            return;
        }
        long timer = link.after(PAUSE_MILLIS, () -> again(cause));
        if (timer < 0) {
            promise.tryFail(cause);
        }
    }

    /** The timer may fire after the deadline, which it was set just before: then nobody is asked, and nobody answers. */
    private void again(Throwable cause) {
        left.addAll(members.inOrder());
        if (!next()) {
            promise.tryFail(cause);
        }
    }

    private Duration remaining() {
        return Duration.ofNanos(deadlineAt - System.nanoTime());
    }

    private boolean mayAskAgain(Attempt<R> attempt, Throwable cause) {
        EtcdFailure kind = EtcdException.kindOf(cause);
        if (kind.anotherMemberMayAnswer()) {
            members.failed(attempt.member());
            boolean didNothing = cause instanceof EtcdException known && !known.mayHaveBeenApplied();
            return style == Style.HEDGED || didNothing;
        }
        boolean withNewToken = kind == EtcdFailure.AUTH
                && !tokenRenewed
                && attempt.member().credentials().forget();
        if (withNewToken) {
            tokenRenewed = true;
            left.addFirst(attempt.member());
        }
        return withNewToken;
    }
}
