package io.pgbaton.cli.handsoff;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Pause;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.Resumption;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import java.util.List;
import java.util.Optional;

/** Pauses and resumes one scope, or all of them. */
public final class Pausing {
    private final Keys keys;

    /**
     * What came of it.
     *
     * @param before the pause of this scope (or of all) that was there
     * @param stays pauses that go on: of all scopes when one was resumed, of single ones when all were
     */
    public record Outcome(Optional<Scope> scope, Optional<PauseState> before, List<Stays> stays) {}

    /** @param scope empty for the pause of all */
    public record Stays(Optional<Scope> scope, PauseState pause) {}

    public Pausing(Keys keys) {
        this.keys = keys;
    }

    /** One that is there already is replaced. */
    public Outcome pause(Optional<Scope> scope, Pause pause) {
        String key = pauseKey(scope);
        return keys.change(
                Keys.ranges(scope),
                found -> Keys.Step.of(
                        Txn.when(Keys.unchanged(found, key)).then(Keys.put(key, pause)),
                        new Outcome(scope, own(scope, Keys.handsOff(scope, found)), List.of())));
    }

    public Outcome resume(Optional<Scope> scope, Resumption resumption) {
        String key = pauseKey(scope);
        List<Stays> singles = scope.isPresent() ? List.of() : singles();
        return keys.change(Keys.ranges(scope), found -> {
            HandsOff now = Keys.handsOff(scope, found);
            List<Stays> stays = scope.isPresent()
                    ? now.pauses().stream()
                            .filter(PauseState::getEverywhere)
                            .map(pause -> new Stays(Optional.empty(), pause))
                            .toList()
                    : singles;
            Outcome outcome = new Outcome(scope, own(scope, now), stays);
            return outcome.before().isEmpty()
                    ? Keys.Step.nothing(outcome)
                    : Keys.Step.of(
                            Txn.when(Keys.unchanged(found, key))
                                    .then(Op.delete(key), Keys.put(resumedKey(scope), resumption)),
                            outcome);
        });
    }

    private List<Stays> singles() {
        Snapshot all = keys.all();
        return Keys.scopes(all).stream()
                .flatMap(scope -> own(Optional.of(scope), Keys.handsOff(Optional.of(scope), all)).stream()
                        .map(pause -> new Stays(Optional.of(scope), pause)))
                .toList();
    }

    private static Optional<PauseState> own(Optional<Scope> scope, HandsOff now) {
        return now.pauses().stream()
                .filter(pause -> pause.getEverywhere() == scope.isEmpty())
                .findFirst();
    }

    private static String pauseKey(Optional<Scope> scope) {
        return scope.map(one -> new PgbatonKeys(one).pause()).orElse(PgbatonKeys.PAUSE_ALL);
    }

    private static String resumedKey(Optional<Scope> scope) {
        return scope.map(one -> new PgbatonKeys(one).resumed()).orElse(PgbatonKeys.RESUMED_ALL);
    }
}
