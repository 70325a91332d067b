package io.pgbaton.nodeagent.observe.local;

import io.pgbaton.nodeagent.act.address.AddressLoop;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.primary.PrimaryInput.CommitTried;
import io.pgbaton.nodeagent.observe.local.PostgresProbe.PostgresTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The member beside this agent: its PostgreSQL and its Patroni. On the event loop. */
public final class LocalDatabase implements AddressLoop.Local {
    /** R2a asks for an answer within 1 s. */
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private final PostgresProbe postgres;
    private final CommitProof commits;
    private final PatroniProbe patroni;
    private final String patroniUrl;
    private final Listener listener;
    private final Set<Object> awaiting = new HashSet<>();
    private boolean askingPatroni;

    /** Every answer, and every silence. */
    public interface Listener {
        void postgresAnswered(PostgresAnswer answer);

        void commitTried(CommitTried tried);

        void patroniAnswered(PatroniProbe.Answer answer);

        /** @param refused nobody listens there: it is gone, and not only slow */
        void patroniSilent(boolean refused, String reason);
    }

    public LocalDatabase(Vertx vertx, DatabaseConfig database, Listener listener) {
        PostgresTarget target = new PostgresTarget(database.url(), database.user(), database.password());
        this.listener = listener;
        this.postgres = new PostgresProbe(vertx, database.member(), target, listener::postgresAnswered);
        this.commits = new CommitProof(vertx, database.member(), target, listener::commitTried);
        this.patroni = new PatroniProbe(vertx, PATIENCE);
        this.patroniUrl = database.patroni().toString();
        commits.keepReady();
    }

    @Override
    public void askPatroni() {
        if (askingPatroni) {
            return;
        }
        askingPatroni = true;
        patroni.ask(patroniUrl).onComplete(done -> {
            askingPatroni = false;
            if (done.succeeded()) {
                listener.patroniAnswered(done.result());
            } else {
                listener.patroniSilent(
                        PatroniProbe.refused(done.cause()),
                        String.valueOf(done.cause().getMessage()));
            }
        });
    }

    @Override
    public void askPostgres() {
        postgres.ask();
    }

    @Override
    public void awaitWritable(Object who, boolean on) {
        boolean was = !awaiting.isEmpty();
        if (on) {
            awaiting.add(who);
        } else {
            awaiting.remove(who);
        }
        if (was == awaiting.isEmpty()) {
            postgres.await(!was);
        }
        if (on) {
            // While PostgreSQL promotes there is time for it; once it is writable the proof is waited for.
            commits.keepReady();
        }
    }

    /** On both connections that a handover uses; fails with the reason when one of them has no answer. Writes nothing. */
    public Future<Void> rehearse() {
        return Future.join(postgres.answer(), commits.ready()).mapEmpty();
    }

    /** {@code listen_addresses} of PostgreSQL; empty when it cannot be asked. */
    public Optional<String> listenAddresses() {
        return postgres.listenAddresses();
    }

    /** When PostgreSQL was started, as it writes it; empty when it cannot be asked. */
    public Optional<String> postmasterStart() {
        return postgres.postmasterStart();
    }

    public void proveCommit(long epoch) {
        commits.prove(epoch);
    }

    public Future<Void> close() {
        postgres.close();
        commits.close();
        patroni.close();
        return Future.succeededFuture();
    }
}
