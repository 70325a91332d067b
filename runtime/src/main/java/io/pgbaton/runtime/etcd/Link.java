package io.pgbaton.runtime.etcd;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * What all members of one etcd cluster share: the network thread, and the context on which everything else of this
 * package runs, so that nothing here needs a lock.
 */
final class Link {
    private static final int CONNECT_TIMEOUT_MILLIS = 800;
    /** Far above what a scope holds; etcd itself refuses values above 1.5 MiB. */
    private static final int MAX_MESSAGE_BYTES = 32 << 20;

    private final Vertx vertx;
    private final Context context;
    private final EventLoopGroup network =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("etcd", true), NioIoHandler.newFactory());

    private boolean closed;

    Link(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /** Runs it on the context: now, when this already is the context. */
    void run(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            post(work);
        }
    }

    /**
     * Runs it on the context, later: what gRPC reports while it is being called must not be handled within that call.
     */
    void post(Runnable work) {
        context.runOnContext(nothing -> work.run());
    }

    /** Must be called on the context; the timer fires there. Nothing is begun any more once the link is closed. */
    long after(long millis, Runnable work) {
        return closed ? -1 : vertx.setTimer(Math.max(1, millis), id -> work.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Callbacks come on the network thread: the caller hops by {@link #post}. */
    ManagedChannel connect(String endpoint) {
        URI uri = URI.create(endpoint);
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .eventLoopGroup(network)
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .keepAliveTime(10, TimeUnit.SECONDS) // the least that grpc-java accepts
                .keepAliveTimeout(2, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .disableRetry()
                .directExecutor();
        return ("https".equals(uri.getScheme()) ? builder.useTransportSecurity() : builder.usePlaintext()).build();
    }

    boolean isClosed() {
        return closed;
    }

    Future<Void> close() {
        closed = true;
        Promise<Void> ended = Promise.promise();
        var end = network.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        end.addListener(done -> post(() -> ended.tryComplete()));
        return ended.future();
    }
}
