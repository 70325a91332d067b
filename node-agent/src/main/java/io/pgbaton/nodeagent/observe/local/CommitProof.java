package io.pgbaton.nodeagent.observe.local;

import io.pgbaton.nodeagent.decide.primary.PrimaryInput.CommitTried;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.observe.local.PostgresProbe.PostgresTarget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Proves that commits go through (R5): a transactional logical message is WAL that has to be flushed, and replicated where
 * synchronous replication asks for it, and touches no table. On a connection of its own, because it may hang; kept open
 * since before the promotion, because that is what an application's pool has.
 */
public final class CommitProof {
    /** In strict synchronous mode without a standby a commit hangs for ever; two seconds tell that from a slow disk. */
    private static final int PATIENCE_SECONDS = 2;

    private static final String COMMIT = "SELECT pg_logical_emit_message(true, 'pgbaton', 'epoch %d')::text";

    private final Context context;
    private final WorkerExecutor worker;
    private final PostgresConnection connection;
    private final Consumer<CommitTried> listener;

    public CommitProof(Vertx vertx, String name, PostgresTarget target, Consumer<CommitTried> listener) {
        this.context = vertx.getOrCreateContext();
        this.worker =
                vertx.createSharedWorkerExecutor("commit-" + name, 1, 2L * PATIENCE_SECONDS + 3, TimeUnit.SECONDS);
        this.connection = target.connect("pgbaton-commit", 2 * PATIENCE_SECONDS);
        this.listener = listener;
    }

    /** Opens the connection beforehand, anew if a restart broke it; a failure shows when it is needed. */
    public void keepReady() {
        ready();
    }

    /** The same; fails with the reason when there is no connection. */
    public Future<Void> ready() {
        return worker.executeBlocking(() -> {
            try {
                connection.openAlive();
            } catch (SQLException notNow) {
                connection.drop();
                throw new IllegalStateException(PostgresProbe.firstLine(notNow), notNow);
            }
            return null;
        });
    }

    /** The listener is called once, on the context. */
    public void prove(long epoch) {
        worker.executeBlocking(() -> commit(epoch))
                .onComplete(done -> context.runOnContext(nothing -> listener.accept(
                        done.succeeded()
                                ? done.result()
                                : failed(epoch, BootClock.nanos(), String.valueOf(done.cause())))));
    }

    public void close() {
        worker.executeBlocking(() -> {
                    connection.close();
                    return null;
                })
                .onComplete(closed -> worker.close());
    }

    private CommitTried commit(long epoch) {
        long begun = BootClock.nanos();
        try (Statement statement = connection.openAlive().createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            try (ResultSet row = statement.executeQuery(COMMIT.formatted(epoch))) {
                row.next();
                long now = BootClock.nanos();
                boolean waitCancelled = statement.getWarnings() != null;
                return waitCancelled
                        ? failed(epoch, begun, statement.getWarnings().getMessage())
                        : new CommitTried(now, epoch, true, row.getString(1), now - begun, "");
            }
        } catch (SQLException e) {
            connection.drop();
            return failed(epoch, begun, PostgresProbe.firstLine(e));
        }
    }

    private static CommitTried failed(long epoch, long begun, String detail) {
        long now = BootClock.nanos();
        return new CommitTried(now, epoch, false, "", now - begun, detail);
    }
}
