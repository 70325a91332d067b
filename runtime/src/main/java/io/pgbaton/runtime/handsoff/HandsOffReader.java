package io.pgbaton.runtime.handsoff;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.Maintenance;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.Pause;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.Resumption;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads the keys by which operators pause pgbaton and take nodes out. A key that is there counts, whatever its value: an
 * unreadable pause is a pause (under which the address goes on to follow the leader), an unreadable maintenance lasts until it
 * is cleared, and whoever has no other name for the member takes the node's. An acknowledgement that cannot be read is none.
 */
public final class HandsOffReader {
    private final PgbatonKeys keys;

    public HandsOffReader(Scope scope) {
        this.keys = new PgbatonKeys(scope);
    }

    /** Outside the prefix of the scope. */
    public static List<Range> everywhere() {
        return List.of(Range.key(PgbatonKeys.PAUSE_ALL), Range.key(PgbatonKeys.RESUMED_ALL));
    }

    /** Below it; without overlap. */
    public List<Range> ranges() {
        return List.of(
                Range.key(keys.pause()),
                Range.key(keys.resumed()),
                Range.prefix(keys.maintenances()),
                Range.key(keys.acknowledged()));
    }

    public boolean concerns(String key) {
        return everywhere().stream().anyMatch(range -> range.contains(key))
                || ranges().stream().anyMatch(range -> range.contains(key));
    }

    /** What holds for every scope alone. */
    public static HandsOff readEverywhere(Map<String, Entry> entries) {
        List<String> faults = new ArrayList<>();
        List<PauseState> pauses = pause(entries.get(PgbatonKeys.PAUSE_ALL), true, "", faults).stream()
                .toList();
        return new HandsOff(pauses, List.of(), List.of(), Acknowledgement.getDefaultInstance(), faults);
    }

    /** @param entries by key, others may be among them */
    public HandsOff read(Map<String, Entry> entries) {
        List<String> faults = new ArrayList<>();
        List<PauseState> pauses = new ArrayList<>();
        List<HandsOff.Ended> ended = new ArrayList<>();
        pause(entries.get(PgbatonKeys.PAUSE_ALL), true, "", faults).ifPresent(pauses::add);
        pause(entries.get(keys.pause()), false, " " + keys.scope(), faults).ifPresent(pauses::add);
        resumed(entries.get(PgbatonKeys.RESUMED_ALL), true).ifPresent(ended::add);
        resumed(entries.get(keys.resumed()), false).ifPresent(ended::add);
        return new HandsOff(
                pauses,
                ended,
                maintenance(entries, faults),
                acknowledged(entries.get(keys.acknowledged()), faults),
                faults);
    }

    private static Optional<PauseState> pause(Entry entry, boolean everywhere, String of, List<String> faults) {
        if (entry == null) {
            return Optional.empty();
        }
        PauseState.Builder state =
                PauseState.newBuilder().setEverywhere(everywhere).setRevision(entry.modRevision());
        read(entry, Pause.getDefaultInstance(), state::setPause, (cause, fault) -> {
            state.setUnreadable(cause);
            faults.add(fault + "; taken as a pause that lets the address follow the leader. `pgbaton resume" + of
                    + "` ends it, `pgbaton pause` writes it anew");
        });
        return Optional.of(state.build());
    }

    private static Optional<HandsOff.Ended> resumed(Entry entry, boolean everywhere) {
        if (entry == null) {
            return Optional.empty();
        }
        Resumption.Builder resumption = Resumption.newBuilder();
        read(entry, Resumption.getDefaultInstance(), resumption::mergeFrom, (cause, fault) -> {
            // Who ended a pause is for the record only: unknown then.
        });
        return Optional.of(new HandsOff.Ended(everywhere, entry.modRevision(), resumption.build()));
    }

    private List<MaintenanceState> maintenance(Map<String, Entry> entries, List<String> faults) {
        List<MaintenanceState> all = new ArrayList<>();
        new TreeMap<>(entries).forEach((key, entry) -> {
            if (key.startsWith(keys.maintenances())) {
                all.add(maintenance(key.substring(keys.maintenances().length()), entry, faults));
            }
        });
        return all;
    }

    private static MaintenanceState maintenance(String node, Entry entry, List<String> faults) {
        MaintenanceState.Builder state =
                MaintenanceState.newBuilder().setNode(node).setRevision(entry.modRevision());
        read(entry, Maintenance.getDefaultInstance(), state::setMaintenance, (cause, fault) -> {
            state.setUnreadable(cause).setMaintenance(Maintenance.newBuilder().setMember(node));
            faults.add(fault + "; taken as a maintenance of " + node + " that lasts until `pgbaton maintenance " + node
                    + " --clear`");
        });
        return state.build();
    }

    private static Acknowledgement acknowledged(Entry entry, List<String> faults) {
        Acknowledgement.Builder found = Acknowledgement.newBuilder();
        if (entry != null) {
            read(
                    entry,
                    Acknowledgement.getDefaultInstance(),
                    found::mergeFrom,
                    (cause, fault) -> faults.add(
                            fault + "; taken as if nothing were acknowledged. `pgbaton ack last` writes it anew"));
        }
        return found.build();
    }

    private static <M extends Message> void read(
            Entry entry, M prototype, Consumer<M> found, BiConsumer<String, String> unreadable) {
        M message;
        try {
            message = CloudEventCodec.fromJson(entry.value(), prototype);
        } catch (InvalidProtocolBufferException e) {
            String cause = String.valueOf(e.getMessage());
            unreadable.accept(cause, "the value of " + entry.key() + " cannot be read (" + cause + ")");
            return;
        }
        found.accept(message);
    }
}
