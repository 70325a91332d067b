package io.pgbaton.cli.handsoff;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.etcd.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Notes that a person has seen a handover, and all before it. */
public final class Acknowledging {
    private static final String LAST = "last";

    private final Keys keys;
    private final ScopeLookup lookup;

    /** @param flapped it ended a flapping */
    public record Outcome(Scope scope, String handover, boolean flapped) {}

    public Acknowledging(Keys keys, ScopeLookup lookup) {
        this.keys = keys;
        this.lookup = lookup;
    }

    /** @param id of a handover, its beginning, or {@code last}: of every one of these scopes */
    public List<Outcome> acknowledge(List<Scope> scopes, String id, Acknowledgement asked) {
        List<Outcome> outcomes = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (Scope scope : scopes) {
            ScopeState state = lookup.read(scope);
            refuseTheOpenOne(state, id);
            state.handover().ifPresent(record -> known.addAll(ids(record)));
            chosen(state, id).ifPresent(handover -> outcomes.add(put(scope, handover, asked)));
        }
        if (outcomes.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    id.equals(LAST)
                            ? "no handover has ended in " + scopes
                            : "no handover that waits for an acknowledgement begins with " + id + "; known are "
                                    + (known.isEmpty() ? "none" : known));
        }
        return outcomes;
    }

    private Outcome put(Scope scope, String handover, Acknowledgement asked) {
        String key = new PgbatonKeys(scope).acknowledged();
        return keys.change(lookup.ranges(scope), found -> {
            boolean flapping = ScopeLookup.state(scope, found).flapping().isPresent();
            Acknowledgement value = asked.toBuilder().setHandover(handover).build();
            return Keys.Step.of(
                    Txn.when(Keys.unchanged(found, key)).then(Keys.put(key, value)),
                    new Outcome(scope, handover, flapping));
        });
    }

    /** What does not count (a switchover that was withdrawn) stands for the newest that does. */
    private static Optional<String> chosen(ScopeState state, String id) {
        Optional<HandoverRecord> record = state.handover().filter(one -> !one.getOpen());
        List<HandoverMark> marks =
                state.handover().map(HandoverRecord::getRecentList).orElse(List.of());
        Optional<String> newest = marks.isEmpty()
                ? state.flapping().map(HandoverMark::getHandover).or(() -> record.map(HandoverRecord::getId))
                : Optional.of(marks.get(marks.size() - 1).getHandover());
        if (id.equals(LAST) || record.filter(one -> one.getId().startsWith(id)).isPresent()) {
            return newest;
        }
        return state.handover()
                .flatMap(one ->
                        ids(one).stream().filter(each -> each.startsWith(id)).findFirst());
    }

    private static void refuseTheOpenOne(ScopeState state, String id) {
        if (state.handover()
                .filter(one -> one.getOpen() && one.getId().startsWith(id))
                .isPresent()) {
            throw new CliFault(
                    ExitCode.REFUSED, "this handover is still open: `pgbaton handovers` shows when it has ended");
        }
    }

    private static Set<String> ids(HandoverRecord record) {
        Set<String> ids = new TreeSet<>();
        record.getRecentList().forEach(mark -> ids.add(mark.getHandover()));
        if (record.hasFlapping()) {
            ids.add(record.getFlapping().getHandover());
        }
        if (!record.getOpen() && !record.getId().isEmpty()) {
            ids.add(record.getId());
        }
        return ids;
    }
}
