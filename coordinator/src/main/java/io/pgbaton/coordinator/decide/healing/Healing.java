package io.pgbaton.coordinator.decide.healing;

import io.pgbaton.proto.v1.MemberHealing;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The members of one scope that are broken, or were rebuilt not long ago.
 *
 * @param members by name
 */
public record Healing(Optional<HealingPolicy> policy, SortedMap<String, Patient> members) {
    public static final Healing NONE = by(Optional.empty());

    /**
     * @param text as in the description of the scope
     * @param heard when it was told to be broken, monotonic nanoseconds; clocks of hosts differ
     */
    record Patient(MemberHealing text, long heard) {}

    public Healing {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    public static Healing by(Optional<HealingPolicy> policy) {
        return new Healing(policy, new TreeMap<>());
    }

    /** As described by whoever had the scope before. */
    public Healing takenOver(List<MemberHealing> described, long now) {
        SortedMap<String, Patient> next = new TreeMap<>();
        described.forEach(text -> next.put(text.getMember(), new Patient(text, now)));
        return new Healing(policy, next);
    }

    public Collection<MemberHealing> texts() {
        return members.values().stream().map(Patient::text).toList();
    }

    /** By name. */
    public Set<String> broken() {
        return members.values().stream()
                .map(Patient::text)
                .filter(MemberHealing::hasBroken)
                .map(MemberHealing::getMember)
                .collect(Collectors.toSet());
    }

    Healing with(Patient patient) {
        SortedMap<String, Patient> next = new TreeMap<>(members);
        MemberHealing text = patient.text();
        if (text.hasBroken() || text.getAskedUsCount() > 0) {
            next.put(text.getMember(), patient);
        } else {
            next.remove(text.getMember());
        }
        return new Healing(policy, next);
    }
}
