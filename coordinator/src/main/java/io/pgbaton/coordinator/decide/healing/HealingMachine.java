package io.pgbaton.coordinator.decide.healing;

import io.pgbaton.coordinator.decide.healing.Healing.Patient;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberHealing;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Members that will not come back by themselves are rebuilt from the backup, when there is a policy for it, one after the other.
 *
 * <pre>
 * input                                       does
 * MemberBroken                                remembers it; it is shown, policy or none
 * MemberBroken that ended                     forgets it, but for when it was rebuilt within the last day
 * after every input, of a broken member with
 *   something in the way ({@link Obstacles})  says what it waits for
 *   nothing in the way                        asks for it as a person does, by the key: one at a time, so the next one waits
 * </pre>
 */
public final class HealingMachine {
    /** Who asks; a person never bears a comma. */
    public static final String ACTOR = "pgbaton, healing";

    private HealingMachine() {}

    /** @param asked what to ask for; empty for nothing */
    public record Decision(Healing next, Optional<RestoreRequest> asked) {}

    public static Healing told(Healing state, Surroundings now, MemberBroken broken) {
        Patient before = state.members().getOrDefault(broken.getMember(), nobody(broken.getMember()));
        if (broken.getEnded()) {
            MemberHealing well =
                    before.text().toBuilder().clearBroken().clearWaitsFor().build();
            return state.with(new Patient(well, now.nanos()));
        }
        boolean same = before.text().hasBroken() && before.text().getBroken().getFault() == broken.getFault();
        MemberHealing text = before.text().toBuilder().setBroken(broken).build();
        return state.with(new Patient(text, same ? before.heard() : now.nanos()));
    }

    public static Decision look(Healing state, Surroundings now) {
        Healing next = state;
        for (Patient patient : state.members().values()) {
            Patient looked = watched(withoutOld(patient, now), now);
            Optional<HealingPolicy> policy =
                    state.policy().filter(there -> looked.text().hasBroken());
            if (policy.isEmpty() || now.replaying()) {
                next = next.with(looked);
                continue;
            }
            String obstacle = new Obstacles(policy.get(), next, now).of(looked);
            if (obstacle.isEmpty()) {
                return new Decision(next.with(asked(looked, now)), Optional.of(request(policy.get(), looked, now)));
            }
            next = next.with(
                    new Patient(looked.text().toBuilder().setWaitsFor(obstacle).build(), looked.heard()));
        }
        return new Decision(next, Optional.empty());
    }

    private static Patient asked(Patient patient, Surroundings now) {
        return new Patient(
                patient.text().toBuilder()
                        .addAskedUs(micros(now.wall()))
                        .clearWaitsFor()
                        .build(),
                patient.heard());
    }

    /** The newest backup, and its system identifier as Patroni has it: known when the key is read. */
    private static RestoreRequest request(HealingPolicy policy, Patient patient, Surroundings now) {
        MemberBroken broken = patient.text().getBroken();
        return RestoreRequest.newBuilder()
                .setActor(ACTOR)
                .setReason(broken.getMember() + " is broken: " + broken.getFault())
                .setPlan(RestorePlan.newBuilder()
                        .setKind(RestoreKind.RESTORE_KIND_MEMBER)
                        .setFrom(now.scope())
                        .setStanza(policy.stanza())
                        .addNodes(RestoreNode.newBuilder()
                                .setNode(now.nodeOf(broken.getMember()).orElseThrow())
                                .setMember(broken.getMember())))
                .build();
    }

    /** Without its agent nobody could tell that it is well again: that time does not count. */
    private static Patient watched(Patient patient, Surroundings now) {
        return now.nodeOf(patient.text().getMember()).isPresent() ? patient : new Patient(patient.text(), now.nanos());
    }

    private static Patient withoutOld(Patient patient, Surroundings now) {
        long from = micros(now.wall().minus(1, ChronoUnit.DAYS));
        List<Long> young = patient.text().getAskedUsList().stream()
                .filter(asked -> asked > from)
                .toList();
        return young.size() == patient.text().getAskedUsCount()
                ? patient
                : new Patient(
                        patient.text().toBuilder()
                                .clearAskedUs()
                                .addAllAskedUs(young)
                                .build(),
                        patient.heard());
    }

    private static Patient nobody(String member) {
        return new Patient(MemberHealing.newBuilder().setMember(member).build(), 0);
    }

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
