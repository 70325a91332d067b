package io.pgbaton.nodeagent.observe.local;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.runtime.secret.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks local PostgreSQL whether it is in recovery, on a connection kept open: connections survive a promotion, so the
 * answer that matters costs one round trip. One question at a time; while one is on its way another is not asked.
 */
public final class PostgresProbe {
    /** Between the leader key and the end of the promotion; a shorter period finds nothing sooner than the scheduler. */
    private static final long AWAIT_MILLIS = 10;

    private static final int ANSWER_SECONDS = 1;
    private static final long CALL_SECONDS = 5;

    /** The functions of a primary fail in recovery, hence CASE; OFFSET 0 keeps the planner from asking twice. */
    private static final String QUESTION =
            """
            SELECT r,
                   CASE WHEN r THEN '' ELSE pg_current_wal_lsn()::text END,
                   CASE WHEN r THEN '' ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END
              FROM (SELECT pg_is_in_recovery() AS r OFFSET 0) AS s""";

    /** In UTC, so that no setting of a time zone makes two of one start. */
    private static final String INTRODUCTION =
            "SELECT current_setting('listen_addresses'), (pg_postmaster_start_time() AT TIME ZONE 'UTC')::text";

    private final Vertx vertx;
    private final Context context;
    private final WorkerExecutor worker;
    private final PostgresConnection connection;
    private final Consumer<PostgresAnswer> listener;
    private Connection known;
    private volatile Optional<String> listenAddresses = Optional.empty();
    private volatile Optional<String> postmasterStart = Optional.empty();
    private boolean asking;
    private long timer = -1;

    /** @param listener called on the context with every answer, also with "unreachable" */
    public PostgresProbe(Vertx vertx, String name, PostgresTarget target, Consumer<PostgresAnswer> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.worker = vertx.createSharedWorkerExecutor("postgres-" + name, 1, CALL_SECONDS, TimeUnit.SECONDS);
        this.connection = target.connect("pgbaton-probe", ANSWER_SECONDS);
        this.listener = listener;
    }

    /** Asks once. On the context. */
    public void ask() {
        if (asking) {
            return;
        }
        asking = true;
        worker.executeBlocking(this::question)
                .onComplete(done -> context.runOnContext(nothing -> {
                    asking = false;
                    listener.accept(
                            done.succeeded()
                                    ? done.result()
                                    : PostgresAnswer.unreachable(BootClock.nanos(), String.valueOf(done.cause())));
                }));
    }

    /** Asks for somebody else than the listener; fails with the reason when there is no answer. */
    public Future<PostgresAnswer> answer() {
        return worker.executeBlocking(this::question)
                .compose(answer -> answer.state() == Postgres.UNREACHABLE
                        ? Future.failedFuture(answer.detail())
                        : Future.succeededFuture(answer));
    }

    /** Where it listens, as it says itself; empty when it cannot be asked. */
    public Optional<String> listenAddresses() {
        return listenAddresses;
    }

    /** When it was started, as it says itself; empty when it cannot be asked. */
    public Optional<String> postmasterStart() {
        return postmasterStart;
    }

    /** Asks every 10 ms, or stops that. On the context. */
    public void await(boolean on) {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
        if (on) {
            ask();
            timer = vertx.setPeriodic(AWAIT_MILLIS, id -> ask());
        }
    }

    public void close() {
        await(false);
        worker.executeBlocking(() -> {
                    connection.close();
                    return null;
                })
                .onComplete(closed -> worker.close());
    }

    private PostgresAnswer question() {
        long sentAt = BootClock.nanos();
        try {
            Connection open = connection.open();
            meet(open);
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery(QUESTION)) {
                row.next();
                boolean recovering = row.getBoolean(1);
                return new PostgresAnswer(
                        sentAt,
                        recovering ? Postgres.IN_RECOVERY : Postgres.WRITABLE,
                        recovering ? 0 : Integer.parseInt(row.getString(3), 16),
                        row.getString(2),
                        "");
            }
        } catch (SQLException e) {
            connection.drop();
            listenAddresses = Optional.empty();
            postmasterStart = Optional.empty();
            return PostgresAnswer.unreachable(sentAt, firstLine(e));
        }
    }

    /** These can change with a restart only, which ends every connection: so they are asked once on each. */
    private void meet(Connection open) throws SQLException {
        if (open != known) {
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery(INTRODUCTION)) {
                row.next();
                listenAddresses = Optional.of(row.getString(1));
                postmasterStart = Optional.of(row.getString(2));
            }
            known = open;
        }
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    /** Where local PostgreSQL is and who we are there. */
    public record PostgresTarget(String url, String user, Optional<Secret> password) {
        PostgresConnection connect(String applicationName, int answerSeconds) {
            return new PostgresConnection(url, user, password, applicationName, answerSeconds);
        }
    }
}
