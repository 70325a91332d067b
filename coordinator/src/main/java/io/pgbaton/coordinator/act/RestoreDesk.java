package io.pgbaton.coordinator.act;

import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What restores of one scope have to do with etcd: being asked for, being asked for without a person, and cleaning up. */
public final class RestoreDesk {
    private static final Logger log = LoggerFactory.getLogger(RestoreDesk.class);

    private final Etcd etcd;
    private final Scope scope;
    private final Consumer<Input> submit;
    private Optional<Entry> last = Optional.empty();
    private boolean open;

    public RestoreDesk(Etcd etcd, Scope scope, Consumer<Input> submit) {
        this.etcd = etcd;
        this.scope = scope;
        this.submit = submit;
    }

    /** All that was on the bus when the scope was taken over is known: what is asked for is passed on. */
    public void open() {
        open = true;
        last.ifPresent(this::passOn);
    }

    public void asked(Entry request) {
        last = Optional.of(request);
        if (open) {
            passOn(request);
        }
    }

    private void passOn(Entry request) {
        RestoreKey.read(etcd, scope, request)
                .onSuccess(asked -> submit.accept(new Input.RestoreAsked(
                        ActionRunner.now(), request.modRevision(), asked.request(), asked.patroni())))
                .onFailure(cause -> log.error(
                        "A request to restore something is not passed on; ask again with `pgbaton restore`."
                                + " scope={} cause={}",
                        scope,
                        cause.getMessage()));
    }

    void ask(RestoreRequest request) {
        RestoreKey.put(etcd, scope, request, last.map(Entry::modRevision).orElse(0L))
                .onSuccess(put -> log.warn(
                        "{} {}: {}. scope={}",
                        request.getActor(),
                        put ? "asks for a restore" : "lets somebody else's request go first",
                        request.getReason(),
                        scope))
                .onFailure(cause -> log.warn(
                        "A restore cannot be asked for; it is tried again later. scope={} cause={}",
                        scope,
                        cause.getMessage()));
    }

    void clean(Action.CleanPatroni clean) {
        new PatroniRemains(etcd, scope)
                .delete()
                .onSuccess(fault -> submit.accept(new Input.PatroniCleaned(ActionRunner.now(), clean.command(), fault)))
                // Not known whether it was: the machine asks again.
                .onFailure(cause -> log.warn(
                        "etcd did not say whether what Patroni kept is deleted; it is tried again in a minute."
                                + " scope={} cause={}",
                        scope,
                        cause.getMessage()));
    }
}
