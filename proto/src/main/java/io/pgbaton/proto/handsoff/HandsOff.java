package io.pgbaton.proto.handsoff;

import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.Maintenance;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.proto.v1.PauseState;
import io.pgbaton.proto.v1.Resumption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What operators ask of pgbaton for one scope, as its keys in etcd say (R11). Patroni's own pause is not in it.
 *
 * @param pauses at most two: that of all scopes first
 * @param resumptions likewise, of pauses that ended
 * @param maintenance by node, also of those whose time is over
 * @param acknowledged the default instance when nothing was
 * @param faults a sentence for each value that cannot be read: how it is taken, and how to mend it
 */
public record HandsOff(
        List<PauseState> pauses,
        List<Ended> resumptions,
        List<MaintenanceState> maintenance,
        Acknowledgement acknowledged,
        List<String> faults) {

    public static final HandsOff NONE =
            new HandsOff(List.of(), List.of(), List.of(), Acknowledgement.getDefaultInstance(), List.of());

    /** @param revision mod_revision of its key: it ended what was there before */
    public record Ended(boolean everywhere, long revision, Resumption resumption) {}

    public HandsOff {
        pauses = List.copyOf(pauses);
        resumptions = List.copyOf(resumptions);
        maintenance = List.copyOf(maintenance);
        faults = List.copyOf(faults);
    }

    public boolean paused() {
        return !pauses.isEmpty();
    }

    /** The pause that freezes the address too, if any does. */
    public Optional<PauseState> freeze() {
        return pauses.stream().filter(pause -> pause.getPause().getAddress()).findFirst();
    }

    /** Nodes that are in maintenance at that time, by the clock of whoever asks. */
    public List<MaintenanceState> maintenanceAt(Instant now) {
        return maintenance.stream()
                .filter(one -> end(one).filter(until -> !until.isAfter(now)).isEmpty())
                .toList();
    }

    public Optional<MaintenanceState> maintenanceOf(String node, Instant now) {
        return maintenanceAt(now).stream()
                .filter(one -> one.getNode().equals(node))
                .findFirst();
    }

    /** When the next maintenance ends by itself. */
    public Optional<Instant> nextEnd(Instant now) {
        return maintenance.stream()
                .flatMap(one -> end(one).stream())
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }

    /** Who ended this pause; empty when its key was deleted by other means. */
    public Optional<Resumption> endOf(PauseState pause) {
        return resumptions.stream()
                .filter(end -> end.everywhere() == pause.getEverywhere() && end.revision() > pause.getRevision())
                .map(Ended::resumption)
                .findFirst();
    }

    private static Optional<Instant> end(MaintenanceState state) {
        Maintenance maintenance = state.getMaintenance();
        return maintenance.hasUntil() ? Optional.of(HandsOffText.instant(maintenance.getUntil())) : Optional.empty();
    }
}
