package io.pgbaton.runtime.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The watch on one member: one stream for all ranges, opened again with backoff whenever it ends, and ended when the
 * member does not answer a request for progress (a frozen member keeps its connections and says nothing).
 */
final class MemberWatch {
    private static final long PROGRESS_MILLIS = 500;
    private static final long SILENT_MILLIS = 1500;
    private static final long FIRST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 2000;
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build();

    private final Member member;
    private final EtcdWatch owner;
    private Stream stream;
    private long backoff = FIRST_BACKOFF_MILLIS;
    private long reopenTimer = -1;

    MemberWatch(Member member, EtcdWatch owner) {
        this.member = member;
        this.owner = owner;
    }

    String endpoint() {
        return member.endpoint();
    }

    /** Opens at what the owner was not told yet; an open stream is given up for it. */
    void open() {
        close();
        stream = new Stream(member.channel());
        stream.open();
    }

    void close() {
        member.link().cancel(reopenTimer);
        if (stream != null) {
            stream.abandon();
            stream = null;
        }
    }

    private void ended(EtcdException why, Object channel) {
        stream = null;
        member.failed(why.failure(), channel);
        if (why.failure() == EtcdFailure.AUTH) {
            member.credentials().forget();
        }
        reopenTimer = member.link().after(backoff, this::open);
        backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MILLIS);
        owner.ended(this, why);
    }

    private static WatchRequest create(Range range, long revision) {
        WatchCreateRequest.Builder request =
                WatchCreateRequest.newBuilder().setKey(Wire.bytes(range.key())).setStartRevision(revision);
        if (range.isPrefix()) {
            request.setRangeEnd(Wire.endOf(range));
        }
        return WatchRequest.newBuilder().setCreateRequest(request).build();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** One life of the stream. All but the two callbacks runs on the context. */
    private final class Stream extends ClientCall.Listener<WatchResponse> {
        private final Object channel;
        /** etcd numbers watches by itself, and confirms them in the order in which they were asked for. */
        private final Map<Long, Integer> rangeOfWatch = new HashMap<>();

        private ClientCall<WatchRequest, WatchResponse> call;
        private boolean over;
        private long heardAt = now();

        Stream(Object channel) {
            this.channel = channel;
        }

        void open() {
            member.stream(WatchGrpc.getWatchMethod(), this)
                    .onSuccess(this::opened)
                    .onFailure(failure -> end(
                            failure instanceof EtcdException known
                                    ? known
                                    : EtcdException.of(endpoint(), EtcdFailure.OTHER, failure.toString())));
            member.link().after(PROGRESS_MILLIS, this::tick);
        }

        private void opened(ClientCall<WatchRequest, WatchResponse> started) {
            call = started;
            if (over) {
                abandon();
                return;
            }
            call.request(1);
            List<Range> ranges = owner.ranges();
            for (int i = 0; i < ranges.size(); i++) {
                call.sendMessage(create(ranges.get(i), owner.nextRevisionOf(i)));
            }
        }

        @Override
        public void onMessage(WatchResponse message) {
            member.link().post(() -> received(message));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            // A server that ends the stream in peace is still the end of the watch.
            Status end = status.isOk() ? Status.UNAVAILABLE.withDescription("etcd ended the watch") : status;
            member.link().post(() -> end(EtcdException.of(endpoint(), end, true)));
        }

        private void received(WatchResponse message) {
            if (over) {
                return;
            }
            heardAt = now();
            member.heard();
            if (message.getCanceled()) {
                end(EtcdException.of(endpoint(), kindOf(message), message.getCancelReason()));
                return;
            }
            if (!owner.isOfCluster(message.getHeader().getClusterId())) {
                end(EtcdException.of(endpoint(), EtcdFailure.OTHER, "answers for another etcd cluster"));
                return;
            }
            handle(message);
            if (!over) {
                call.request(1); // only now: what is not handled yet stays with etcd, not in our memory
            }
        }

        private void handle(WatchResponse message) {
            if (message.getCreated()) {
                rangeOfWatch.put(message.getWatchId(), rangeOfWatch.size());
                if (rangeOfWatch.size() == owner.ranges().size()) {
                    backoff = FIRST_BACKOFF_MILLIS;
                    owner.established(MemberWatch.this);
                }
            } else if (message.getEventsCount() > 0) {
                List<Event> events = message.getEventsList();
                owner.received(rangeOfWatch.get(message.getWatchId()), events);
            }
        }

        private void tick() {
            if (over) {
                return;
            }
            if (now() - heardAt >= SILENT_MILLIS) {
                end(EtcdException.of(endpoint(), EtcdFailure.TIMEOUT, "silent for " + SILENT_MILLIS + " ms"));
                return;
            }
            if (call != null) {
                call.sendMessage(PROGRESS);
            }
            member.link().after(PROGRESS_MILLIS, this::tick);
        }

        private void end(EtcdException why) {
            if (!over) {
                abandon();
                ended(why, channel);
            }
        }

        void abandon() {
            over = true;
            if (call != null) {
                call.cancel("the watch is closed or opened again", null);
            }
        }

        private static EtcdFailure kindOf(WatchResponse cancelled) {
            return cancelled.getCompactRevision() > 0
                    ? EtcdFailure.COMPACTED
                    : EtcdFailure.ofCancelReason(cancelled.getCancelReason());
        }
    }
}
