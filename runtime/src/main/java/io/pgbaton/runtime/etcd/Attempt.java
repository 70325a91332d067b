package io.pgbaton.runtime.etcd;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One call to one member. It ends by its gRPC deadline at the latest: the deadline travels with the call, so that
 * nothing stays queued here and is carried out after its caller has given up.
 */
final class Attempt<R> {
    private final Member member;
    private final Promise<R> promise = Promise.promise();
    /**
     * Set on the network thread before the request is handed to a connection: while false, etcd cannot have seen it.
     */
    private volatile boolean sent;

    private ClientCall<?, R> call;
    private boolean cancelled;

    Attempt(Member member) {
        this.member = member;
    }

    Member member() {
        return member;
    }

    /** Completes on the context; a failure is an {@link EtcdException}. */
    Future<R> answer() {
        return promise.future();
    }

    /** Gives up a call that still waits for a connection; its future fails soon after. */
    void cancelUnlessSent() {
        if (sent || promise.future().isComplete()) {
            return;
        }
        cancelled = true;
        if (call != null) {
            call.cancel("no connection to this member yet", null);
        }
    }

    /** Also for a stream of which one request and one answer are wanted (lease keepalive). */
    <Q> void start(MethodDescriptor<Q, R> method, Q request, Duration deadline, Metadata headers) {
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .withStreamTracerFactory(new SentMark());
        ClientCall<Q, R> started = member.channel().newCall(method, options);
        call = started;
        started.start(new Answer(), headers);
        started.request(2);
        started.sendMessage(request);
        started.halfClose();
        if (cancelled) {
            started.cancel("no connection to this member yet", null);
        }
    }

    void fail(Throwable failure) {
        promise.tryFail(failure);
    }

    private final class Answer extends ClientCall.Listener<R> {
        private final Object channel = member.channel();
        private R message;

        @Override
        public void onMessage(R received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            member.link().post(() -> finish(status));
        }

        private void finish(Status status) {
            if (status.isOk() && message != null) {
                member.heard();
                promise.tryComplete(message);
                return;
            }
            EtcdException failure = EtcdException.of(member.endpoint(), status, sent);
            member.failed(failure.failure(), channel);
            promise.tryFail(failure);
        }
    }

    private final class SentMark extends ClientStreamTracer.Factory {
        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes transport, Metadata ignored) {
                    sent = true;
                }
            };
        }
    }
}
