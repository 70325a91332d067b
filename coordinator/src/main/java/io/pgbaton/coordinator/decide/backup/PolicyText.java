package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupCalendarState;
import io.pgbaton.proto.v1.BackupChange;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupKnown;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.PlannedBackup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A policy's state in the description of its scope, and back: for people, and for whoever takes the scope over. */
public final class PolicyText {
    private PolicyText() {}

    public static BackupPolicyState write(PolicyState state) {
        BackupPolicyState.Builder text = BackupPolicyState.newBuilder()
                .setStanza(state.policy().stanza())
                .setRepo(state.policy().repo())
                .setKind(kind(state.policy().work()))
                .setSinceUs(micros(state.since()))
                .setSettledEpoch(state.agenda().epoch())
                .setSettledLossesUs(micros(state.agenda().losses()))
                .setWaitsFor(state.waits().map(Obstacle::sentence).orElse(""))
                .setOverdue(state.told().isPresent())
                .setOverdueAfterMs(state.policy().overdue().toMillis())
                .addAllWal(state.holdings().chain().reached().values());
        state.agenda().calendars().forEach((type, times) -> text.addCalendars(write(type, times)));
        state.holdings()
                .newest()
                .forEach((type, span) -> text.addNewest(BackupKnown.newBuilder()
                        .setType(type)
                        .setStartUs(micros(span.start()))
                        .setStopUs(micros(span.stop()))));
        state.change().ifPresent(change -> text.setChange(write(change)));
        state.order().ifPresent(order -> text.setOrder(write(order)));
        return text.build();
    }

    /** Of backups none was written before there were other policies. */
    private static BackupKind kind(Work work) {
        return work == Work.BACKUPS ? BackupKind.BACKUP_KIND_UNSPECIFIED : work.kind();
    }

    /** Whether it is of this policy. */
    public static boolean isOf(Policy policy, BackupPolicyState text) {
        return text.getStanza().equals(policy.stanza())
                && text.getRepo() == policy.repo()
                && Work.of(text.getKind()) == policy.work();
    }

    /** A calendar that is new, or another one now, begins now. Waits begin anew. */
    public static PolicyState read(Scope scope, Policy policy, BackupPolicyState text, Surroundings now) {
        PolicyState begun = PolicyState.begin(scope, policy, now);
        Map<BackupType, Span> newest = new EnumMap<>(BackupType.class);
        text.getNewestList()
                .forEach(one ->
                        newest.put(one.getType(), new Span(instant(one.getStartUs()), instant(one.getStopUs()))));
        Holdings holdings = Holdings.of(newest, text.getWalList());
        Map<BackupType, DueTimes> calendars = new EnumMap<>(BackupType.class);
        begun.agenda().calendars().forEach((type, times) -> calendars.put(type, settled(text, type, times)));
        Instant since = instant(text.getSinceUs());
        return new PolicyState(
                scope,
                policy,
                since,
                holdings,
                new Agenda(calendars, text.getSettledEpoch(), instant(text.getSettledLossesUs())),
                text.hasChange() ? Optional.of(read(text.getChange())) : Optional.empty(),
                begun.quiet(),
                text.hasOrder() ? Optional.of(read(text.getOrder(), now)) : Optional.empty(),
                Optional.empty(),
                text.getOverdue() ? Optional.of(holdings.stop().orElse(since)) : Optional.empty());
    }

    private static DueTimes settled(BackupPolicyState text, BackupType type, DueTimes begun) {
        return text.getCalendarsList().stream()
                .filter(one -> one.getType() == type
                        && one.getCron().equals(begun.calendar().toString())
                        && one.getZone().equals(begun.zone().toString()))
                .findFirst()
                .map(one -> begun.restored(instant(one.getSettledUs())))
                .orElse(begun);
    }

    private static BackupCalendarState write(BackupType type, DueTimes times) {
        return BackupCalendarState.newBuilder()
                .setType(type)
                .setCron(times.calendar().toString())
                .setZone(times.zone().toString())
                .setSettledUs(micros(times.settled()))
                .setNextUs(micros(times.next()))
                .build();
    }

    private static BackupChange write(Succession change) {
        return BackupChange.newBuilder()
                .setHandover(change.handover())
                .setPlanned(change.planned())
                .setEndedEpoch(change.ended())
                .setEpoch(change.epoch())
                .setOldTimeline(change.oldTimeline())
                .setNewTimeline(change.newTimeline())
                .setLsn(change.lsn())
                .setOverUs(micros(change.over()))
                .build();
    }

    private static Succession read(BackupChange text) {
        return new Succession(
                text.getHandover(),
                text.getPlanned(),
                text.getEndedEpoch(),
                text.getEpoch(),
                text.getOldTimeline(),
                text.getNewTimeline(),
                text.getLsn(),
                instant(text.getOverUs()));
    }

    private static PlannedBackup write(Order order) {
        return PlannedBackup.newBuilder()
                .setAnchor(order.anchor())
                .setType(order.type())
                .setReason(order.reason())
                .setEpoch(order.epoch())
                .setHandover(order.handover())
                .setAttempt(order.attempt())
                .setCommandId(order.command())
                .setGivenUs(micros(order.given()))
                .setRunning(order.phase() == Order.Phase.RUNNING)
                .setFailed(order.phase() == Order.Phase.PAUSED)
                .setWhy(order.why())
                .build();
    }

    private static Order read(PlannedBackup text, Surroundings now) {
        Order.Phase unfailed = text.getRunning() ? Order.Phase.RUNNING : Order.Phase.GIVEN;
        return new Order(
                text.getAnchor(),
                text.getType(),
                text.getReason(),
                text.getEpoch(),
                text.getHandover(),
                text.getAttempt(),
                text.getCommandId(),
                instant(text.getGivenUs()),
                text.getFailed() ? Order.Phase.PAUSED : unfailed,
                now.nanos(),
                text.getWhy());
    }

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
