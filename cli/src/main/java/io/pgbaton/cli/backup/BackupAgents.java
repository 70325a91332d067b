package io.pgbaton.cli.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Who can back up what, as the backup agents say in etcd. */
public final class BackupAgents {
    private final Session session;

    /** One stanza of one scope, and an agent that has it. */
    public record Place(Scope scope, String stanza, BackupAgentRegistration agent) {
        String name() {
            return stanza + " (" + scope + " on " + agent.getNode() + ")";
        }
    }

    /** One member that an agent can restore; {@code node} is the agent's. */
    public record Member(String node, String name) {}

    public BackupAgents(Session session) {
        this.session = session;
    }

    /** All of these scopes, by scope, stanza and node. */
    public List<Place> of(List<Scope> scopes) {
        List<Place> places = new ArrayList<>();
        for (Scope scope : scopes) {
            agents(scope).forEach(agent -> agent.getStanzasList()
                    .forEach(stanza -> places.add(new Place(scope, stanza, agent))));
        }
        places.sort(
                Comparator.comparing(Place::scope).thenComparing(Place::stanza).thenComparing(place -> place.agent()
                        .getNode()));
        return places;
    }

    /**
     * The one that is meant; of several agents of one stanza the first, because its lock lets one at a time work anyway.
     *
     * @param stanza null when it was not said
     * @throws CliFault when there is none, or several stanzas are left to choose from
     */
    public Place choose(List<Scope> scopes, String stanza) {
        return choose(scopes, stanza, of(scopes));
    }

    /**
     * Among the agents that offer drills.
     *
     * @param stanza null when it was not said
     * @throws CliFault likewise, and when none offers drills
     */
    public Place chooseForDrill(List<Scope> scopes, String stanza) {
        List<Place> all = of(scopes);
        List<Place> able =
                all.stream().filter(place -> place.agent().getDrills()).toList();
        if (able.isEmpty() && !all.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "no backup agent of " + scopes
                            + " offers drills: give one of them `drill` in backup-agent.yaml; there are "
                            + all.stream().map(Place::name).collect(Collectors.joining(", ")));
        }
        return choose(scopes, stanza, able);
    }

    private static Place choose(List<Scope> scopes, String stanza, List<Place> all) {
        List<Place> fitting = all.stream()
                .filter(place -> stanza == null || place.stanza().equals(stanza))
                .toList();
        if (fitting.isEmpty()) {
            String known = all.stream().map(Place::name).collect(Collectors.joining(", "));
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    all.isEmpty()
                            ? "no backup agent is there for " + scopes + ": start pgbaton-backup-agent"
                            : "no backup agent has stanza " + stanza + "; there are " + known);
        }
        long stanzas = fitting.stream()
                .map(place -> place.scope() + " " + place.stanza())
                .distinct()
                .count();
        if (stanzas > 1) {
            throw new CliFault(
                    ExitCode.USAGE,
                    "say which one with --stanza or a scope: "
                            + fitting.stream().map(Place::name).collect(Collectors.joining(", ")));
        }
        return fitting.get(0);
    }

    /** Of this scope, that agents can restore. */
    public List<Member> members(Scope scope) {
        return agents(scope).stream()
                .flatMap(agent -> agent.getMembersList().stream().map(name -> new Member(agent.getNode(), name)))
                .toList();
    }

    private List<BackupAgentRegistration> agents(Scope scope) {
        Range range = Range.prefix(new PgbatonKeys(scope).backupAgents());
        // A first call in a cold JVM takes most of a second by itself.
        Snapshot found = session.await(
                session.store().read(List.of(range), session.patience().dividedBy(2)), new ScopeLookup(session).name());
        return found.entries().values().stream().map(BackupAgents::parse).toList();
    }

    private static BackupAgentRegistration parse(Entry entry) {
        try {
            return CloudEventCodec.fromJson(entry.value(), BackupAgentRegistration.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new CliFault(
                    ExitCode.FAULT, "the value of " + entry.key() + " cannot be read: " + unreadable.getMessage());
        }
    }
}
