package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes the plan of a new cluster: which backup, onto which members, into which stanza it archives. */
public final class ClusterPlanning {
    private final Session session;

    /**
     * What a person says.
     *
     * @param fromStanza null for the only one that the source has
     * @param toStanza null for the only one that the new scope has
     * @param archive whether the new cluster archives at all
     * @param nodes of backup agents
     */
    public record Wish(
            Scope from,
            Scope to,
            String fromStanza,
            String toStanza,
            boolean archive,
            List<String> nodes,
            Aim aim,
            String probe,
            String expected) {}

    public ClusterPlanning(Session session) {
        this.session = session;
    }

    /**
     * @param notes told what a person should look at before that is done
     * @throws CliFault when it cannot be done, with what could be
     */
    public RestorePlan plan(Wish wish, Consumer<String> notes) {
        if (wish.from().equals(wish.to())) {
            throw new CliFault(
                    ExitCode.REFUSED, "--from and --to are the same scope: a cluster is not restored beside itself");
        }
        List<BackupAgents.Member> members = new BackupAgents(session).members(wish.to());
        String source = new BackupAgents(session)
                .choose(List.of(wish.from()), wish.fromStanza())
                .stanza();
        RestorePlan.Builder plan = new Source(session)
                .plan(wish.from(), source, wish.aim(), notes)
                .setProbe(wish.probe())
                .setExpected(wish.expected());
        wish.nodes().forEach(node -> plan.addNodes(node(wish.to(), node, members)));
        if (wish.archive()) {
            archive(wish, source, plan);
        }
        return plan.build();
    }

    /** A stanza that has something already is another cluster's, or that of an earlier try: 45 archive-duplicate would follow. */
    private void archive(Wish wish, String source, RestorePlan.Builder plan) {
        BackupAgents.Place place = new BackupAgents(session).choose(List.of(wish.to()), wish.toStanza());
        if (place.stanza().equals(source)) {
            throw new CliFault(
                    ExitCode.REFUSED,
                    "stanza " + source
                            + " is the one that it comes from: the new cluster needs a stanza of its own, or --no-archive");
        }
        JsonObject repository = new Source(session).repository(wish.to(), place.stanza());
        if (Source.objects(repository, "backups").findAny().isPresent()
                || Source.objects(repository, "archives")
                        .anyMatch(one -> !one.getString("max", "").isEmpty())) {
            String whose = Source.objects(repository, "backups")
                    .map(BackupSet::of)
                    .map(BackupSet::systemIdentifier)
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new CliFault(
                    ExitCode.REFUSED,
                    "stanza " + place.stanza() + " is not empty"
                            + (whose.isEmpty() ? "" : " (system identifier " + whose + ")")
                            + ": a new cluster begins with an empty one; `pgbackrest stanza-delete` if nobody needs it");
        }
        plan.setNewStanza(place.stanza()).setBackupNode(place.agent().getNode());
    }

    private static RestoreNode node(Scope to, String node, List<BackupAgents.Member> members) {
        List<String> there = members.stream()
                .filter(member -> member.node().equals(node))
                .map(BackupAgents.Member::name)
                .toList();
        if (there.size() != 1) {
            String known =
                    members.stream().map(BackupAgents.Member::node).distinct().collect(Collectors.joining(", "));
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "no backup agent on " + node + " has " + (there.isEmpty() ? "a member" : "just one member") + " of "
                            + to + " under `members`" + (known.isEmpty() ? "" : "; there are " + known));
        }
        return RestoreNode.newBuilder().setNode(node).setMember(there.get(0)).build();
    }
}
