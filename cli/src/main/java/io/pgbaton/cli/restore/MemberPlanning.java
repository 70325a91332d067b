package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import java.util.List;
import java.util.function.Consumer;

/** Makes the plan of one replica that is rebuilt: from which backup, and where. */
public final class MemberPlanning {
    private final Session session;

    /**
     * What a person says.
     *
     * @param stanza null for the only one that the scope has
     * @param set label, empty for the newest
     * @param delta into the data directory itself
     */
    public record Wish(Scope scope, String member, String stanza, String set, boolean delta) {}

    public MemberPlanning(Session session) {
        this.session = session;
    }

    /**
     * @param notes told what a person should look at before that is done
     * @throws CliFault when it cannot be done, with what could be
     */
    public RestorePlan plan(Wish wish, Consumer<String> notes) {
        Scope scope = wish.scope();
        ScopeState state = new ScopeLookup(session).read(scope);
        refuseTheLeader(state, wish.member());
        BackupAgents agents = new BackupAgents(session);
        List<RestoreNode> node = new Hosts(scope, agents.members(scope)).of(List.of(wish.member()));
        String stanza = agents.choose(List.of(scope), wish.stanza()).stanza();
        return new Source(session)
                .planOfItself(state, stanza, new Aim(Target.END, "", wish.set()), notes)
                .setKind(RestoreKind.RESTORE_KIND_MEMBER)
                .setDelta(wish.delta())
                .addAllNodes(node)
                .build();
    }

    private static void refuseTheLeader(ScopeState state, String member) {
        String leader = state.leader()
                .orElseThrow(() -> new CliFault(
                        ExitCode.REFUSED,
                        state.scope() + " has no leader now that a replica could follow: `pgbaton status` says more,"
                                + " and `pgbaton restore in-place` brings a whole cluster back"));
        if (leader.equals(member)) {
            throw new CliFault(
                    ExitCode.REFUSED,
                    member + " leads " + state.scope() + ": only a replica is rebuilt; switch over first"
                            + " (patronictl switchover --leader " + member + ")");
        }
    }
}
