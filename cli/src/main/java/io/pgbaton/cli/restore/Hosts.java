package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.backup.BackupAgents;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** On which node each member of a scope can be restored, as the backup agents say. */
final class Hosts {
    private final Scope scope;
    private final Map<String, List<String>> nodes = new TreeMap<>();

    Hosts(Scope scope, List<BackupAgents.Member> members) {
        this.scope = scope;
        members.forEach(member ->
                nodes.computeIfAbsent(member.name(), name -> new ArrayList<>()).add(member.node()));
    }

    /** By name. */
    Set<String> members() {
        return nodes.keySet();
    }

    /**
     * In their order.
     *
     * @throws CliFault when one of them can be restored nowhere, or in two places
     */
    List<RestoreNode> of(List<String> members) {
        List<String> lacking =
                members.stream().filter(member -> !nodes.containsKey(member)).toList();
        if (!lacking.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "no backup agent has " + String.join(", ", lacking) + " of " + scope + " under `members`"
                            + known());
        }
        return members.stream().map(this::host).toList();
    }

    private RestoreNode host(String member) {
        List<String> there = nodes.get(member);
        if (there.size() > 1) {
            throw new CliFault(
                    ExitCode.FAULT,
                    "the backup agents on " + String.join(" and ", there) + " all have " + member + " of " + scope
                            + " under `members`: leave it to the one on its host");
        }
        return RestoreNode.newBuilder().setNode(there.get(0)).setMember(member).build();
    }

    private String known() {
        return nodes.isEmpty()
                ? ": they need it on the host of every member"
                : "; there are "
                        + nodes.entrySet().stream()
                                .map(one -> one.getKey() + " on " + String.join(", ", one.getValue()))
                                .collect(Collectors.joining(", "));
    }
}
