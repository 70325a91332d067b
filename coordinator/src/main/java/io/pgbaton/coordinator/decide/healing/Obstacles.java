package io.pgbaton.coordinator.decide.healing;

import io.pgbaton.coordinator.decide.healing.Healing.Patient;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestorePhase;
import java.time.Duration;

/** Why a broken member is not rebuilt now (R11). */
record Obstacles(HealingPolicy policy, Healing healing, Surroundings now) {
    /** Between two asked for, whoever they are of: what was asked has begun by then, or was refused. */
    private static final Duration APART = Duration.ofMinutes(1);
    /** Of the same member, unless nothing came of what was asked: it was refused, or never read. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private static final long MICROS = 1_000_000;

    /** What to do about it, for the reader; empty when nothing is in the way. */
    String of(Patient patient) {
        String member = patient.text().getMember();
        long left = policy.after().toNanos() - (now.nanos() - patient.heard());
        MemberFault fault = patient.text().getBroken().getFault();
        if (fault == MemberFault.MEMBER_FAULT_PATRONI_AWAY) {
            return "a person: its data is there and its Patroni does not run, start it";
        } else if (fault == MemberFault.MEMBER_FAULT_NOT_MOUNTED) {
            return "a person: the volume of its data is not mounted, mount it";
        } else if (fault != MemberFault.MEMBER_FAULT_EMPTY && fault != MemberFault.MEMBER_FAULT_START_FAILED) {
            return "a coordinator of a newer version: this one does not know the fault";
        } else if (now.nodeOf(member).isEmpty()) {
            return "a backup agent that has it under `members`";
        } else if (left > 0) {
            return "it to be broken for " + policy.after().toSeconds() + " s";
        } else if (now.obstacles().contains(RefusalReason.PAUSED)) {
            return "the scope is paused: `pgbaton resume`";
        } else if (now.obstacles().contains(RefusalReason.FLAPPING)) {
            return "too many handovers: `pgbaton ack last`";
        } else if (now.handedOver()) {
            return "the handover to end";
        } else if (now.leader().isEmpty() || now.leader().equals(member)) {
            return "a leader that it can follow";
        }
        return ofOthers(patient);
    }

    private String ofOthers(Patient patient) {
        String restore = now.restore().text().getId();
        if (now.restore().open()) {
            return "restore " + restore + " to end";
        } else if (now.restore().text().getPhase() == RestorePhase.RESTORE_PHASE_FAILED) {
            return "restore " + restore + ", which stands still: resume or undo it";
        } else if (now.agents().stream()
                .noneMatch(agent -> agent.getStanzasList().contains(policy.stanza()))) {
            return "a backup agent that has stanza " + policy.stanza();
        } else if (patient.text().getAskedUsCount() >= policy.perDay()) {
            return "a person: that was asked for " + patient.text().getAskedUsCount() + " times within a day";
        } else if (isAnotherJustAsked() || (age(patient) < AGAIN.toSeconds() && hasBegun(patient))) {
            return "what was asked for a moment ago";
        }
        return "";
    }

    private boolean isAnotherJustAsked() {
        return healing.members().values().stream().anyMatch(other -> age(other) < APART.toSeconds());
    }

    private boolean hasBegun(Patient patient) {
        return now.restore().text().getStartedUs() >= newest(patient);
    }

    private static long newest(Patient patient) {
        return patient.text().getAskedUsList().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Seconds since it was asked for; a clock that was set back makes none that never ends. */
    private long age(Patient patient) {
        return Math.abs(HealingMachine.micros(now.wall()) - newest(patient)) / MICROS;
    }
}
