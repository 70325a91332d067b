package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What is due, and what is dealt with.
 *
 * @param calendars by type of backup
 * @param epoch leaders up to this one have had their backup after the handover, or need none
 * @param losses WAL that was lost until then has had its backup, or it was given up
 */
public record Agenda(Map<BackupType, DueTimes> calendars, long epoch, Instant losses) {

    public Agenda {
        Map<BackupType, DueTimes> ordered = new EnumMap<>(BackupType.class);
        ordered.putAll(calendars);
        calendars = Collections.unmodifiableMap(ordered);
    }

    /** Of a policy that nobody knew before: what is past is history. */
    static Agenda begin(Policy policy, Surroundings now) {
        Map<BackupType, DueTimes> calendars = new EnumMap<>(BackupType.class);
        policy.calendars()
                .forEach((type, calendar) ->
                        calendars.put(type, DueTimes.from(calendar, policy.zone(), now.wall(), now.wall())));
        return new Agenda(
                calendars,
                Math.max(now.epoch(), now.last().map(Succession::epoch).orElse(0L)),
                Instant.EPOCH);
    }

    /** When the next backup is due; empty without calendars. */
    public Optional<Instant> next() {
        return calendars.values().stream().map(DueTimes::next).min(Comparator.naturalOrder());
    }

    Agenda at(Instant now) {
        return with((type, times) -> times.at(now));
    }

    /** A backup holds what smaller ones would. */
    Agenda settled(BackupType upTo, Instant until) {
        return with((type, times) -> upTo.compareTo(type) <= 0 ? times.settled(until) : times);
    }

    /** What is lost until then needs no backup any more, or will not get one. */
    Agenda settledLosses(Instant until) {
        return new Agenda(calendars, epoch, until.isAfter(losses) ? until : losses);
    }

    Agenda settled(long upTo) {
        return upTo > epoch ? new Agenda(calendars, upTo, losses) : this;
    }

    /** The largest that a calendar asks for. */
    Optional<Wanted> wanted(Work work, Holdings holdings) {
        return calendars.entrySet().stream()
                .filter(one -> one.getValue().isDue()
                        && !holdings.hasSince(one.getKey(), one.getValue().last()))
                .min(Map.Entry.comparingByKey())
                .map(one -> Wanted.byCalendar(work, one.getKey(), one.getValue()));
    }

    private Agenda with(BiFunction<BackupType, DueTimes, DueTimes> change) {
        Map<BackupType, DueTimes> next = new EnumMap<>(BackupType.class);
        calendars.forEach((type, times) -> next.put(type, change.apply(type, times)));
        return new Agenda(next, epoch, losses);
    }
}
