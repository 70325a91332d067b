package io.pgbaton.cli.read;

import io.pgbaton.cli.sentence.ArchiveSentences;
import io.pgbaton.cli.sentence.MemberSentences;
import io.pgbaton.cli.sentence.RestoreStateSentences;
import io.pgbaton.proto.v1.AddressKey;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberHealing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a scope right now, one sentence each; {@code status} ends with 1 when there is any. */
public final class Problems {
    private static final Set<String> RUNNING = Set.of("running", "streaming");

    private Problems() {}

    public static List<String> of(ScopeState state) {
        List<String> problems = new ArrayList<>();
        if (!state.known()) {
            problems.add("etcd has no v3 key of " + state.scope() + "; `pgbaton doctor` looks why");
            return problems;
        }
        if (state.leader().isEmpty()) {
            problems.add("there is no leader");
        }
        state.members().stream()
                .filter(member -> !isRunning(member))
                .forEach(member -> problems.add(member.name() + " is " + member.state()));
        state.members().stream()
                .filter(member -> state.agentOf(member).isEmpty())
                .forEach(member -> problems.add("no agent speaks for " + member.name()));
        state.addresses().forEach(address -> ofAddress(state, address, problems));
        state.flapping()
                .ifPresent(mark -> problems.add("too many handovers in a short time: automation waits for `pgbaton ack "
                        + mark.getHandover() + "`"));
        problems.addAll(state.handsOff().faults());
        state.handover()
                .filter(handover -> handover.getOpen())
                .ifPresent(open -> problems.add("a handover is open: " + open.getId()));
        return problems;
    }

    /**
     * The same, what the last rehearsal found, backups that are too old, an archive that is broken, members that are, and a
     * restore that stands still.
     */
    public static List<String> of(ScopeState state, Optional<ClusterState> described, Instant now) {
        List<String> problems = new ArrayList<>(of(state));
        LastRehearsal.of(state, described, now).flatMap(LastRehearsal::problem).ifPresent(problems::add);
        described.stream()
                .flatMap(scope -> scope.getBackupsList().stream())
                .filter(BackupPolicyState::getOverdue)
                .forEach(policy -> problems.add("backups of stanza " + policy.getStanza() + " in repository "
                        + policy.getRepo() + " are overdue: `pgbaton backup policy`"));
        described.stream()
                .flatMap(scope -> scope.getArchiveList().stream())
                .forEach(broken -> problems.add(ArchiveSentences.told(broken)));
        described.stream()
                .flatMap(scope -> scope.getHealingList().stream())
                .filter(MemberHealing::hasBroken)
                .forEach(healing -> problems.add(MemberSentences.told(healing)));
        described
                .map(ClusterState::getRestore)
                .flatMap(RestoreStateSentences::problem)
                .ifPresent(problems::add);
        return problems;
    }

    public static boolean isRunning(PatroniMember member) {
        return RUNNING.contains(member.state());
    }

    private static void ofAddress(ScopeState state, AddressState address, List<String> problems) {
        AddressKey key = address.key();
        if (!address.isHeld()) {
            problems.add("nobody carries address " + address.name());
        } else if (!state.leader().orElse("").equals(key.getMember())) {
            problems.add("address " + address.name() + " is with " + key.getMember() + ", who is not the leader");
        }
    }
}
