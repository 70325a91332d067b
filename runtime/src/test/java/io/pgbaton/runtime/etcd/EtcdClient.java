package io.pgbaton.runtime.etcd;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An {@link Etcd} with a Vert.x of its own, for tests that want plain answers. */
public final class EtcdClient implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 15;

    private final Vertx vertx = Vertx.vertx();
    private final Context context;
    private final Etcd etcd;

    private EtcdClient(EtcdSettings settings) {
        Promise<Context> created = Promise.promise();
        vertx.runOnContext(nothing -> created.complete(Vertx.currentContext()));
        context = answer(created.future());
        etcd = Etcd.open(vertx, context, settings);
    }

    public static EtcdClient to(List<String> endpoints) {
        return new EtcdClient(EtcdSettings.of(endpoints));
    }

    public static EtcdClient to(EtcdSettings settings) {
        return new EtcdClient(settings);
    }

    public Etcd etcd() {
        return etcd;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Context context() {
        return context;
    }

    /** Waits, for 15 s at most; a failure is thrown as it is. */
    public static <T> T answer(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (TimeoutException late) {
            throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public TxnResult commit(Txn txn) {
        return answer(etcd.commit(txn));
    }

    /** Returns the revision of the put. */
    public long put(String key, String value) {
        if (commit(Txn.always(Op.put(key, value))) instanceof TxnResult.Applied applied) {
            return applied.after().revision();
        }
        throw new IllegalStateException("the put of " + key + " was not confirmed");
    }

    public Snapshot read(Range... ranges) {
        return answer(etcd.read(List.of(ranges)));
    }

    @Override
    public void close() {
        answer(etcd.close());
        answer(vertx.close());
    }
}
