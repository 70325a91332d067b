package io.pgbaton.cli.handsoff;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.read.AddressState;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.Maintenance;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Takes a node out of the traffic of the scopes that it serves, and lets it back. */
public final class Maintaining {
    private final Keys keys;
    private final ScopeLookup lookup;
    private final String node;

    /** @param before what was there */
    public record Outcome(Scope scope, Maintenance maintenance, Optional<MaintenanceState> before) {}

    public Maintaining(Keys keys, ScopeLookup lookup, String node) {
        this.keys = keys;
        this.lookup = lookup;
        this.node = node;
    }

    /** All scopes are asked before the first is changed. */
    public List<Outcome> begin(List<Scope> candidates, Maintenance asked, boolean force) {
        List<Scope> scopes = serving(candidates);
        if (!force) {
            scopes.forEach(scope -> refuseTheLeader(lookup.read(scope)));
        }
        return scopes.stream().map(scope -> begin(scope, asked, force)).toList();
    }

    public List<Outcome> clear(List<Scope> candidates) {
        return serving(candidates).stream().map(this::clear).toList();
    }

    private Outcome begin(Scope scope, Maintenance asked, boolean force) {
        String key = new PgbatonKeys(scope).maintenance(node);
        String leader = new PatroniKeys(scope).leader();
        return keys.change(lookup.ranges(scope), found -> {
            ScopeState state = ScopeLookup.state(scope, found);
            if (!force) {
                refuseTheLeader(state);
            }
            Maintenance maintenance =
                    asked.toBuilder().setMember(member(state).orElse("")).build();
            // Who leads must not change between the look and the word.
            Txn txn = Txn.when(Keys.unchanged(found, key), Keys.unchanged(found, leader))
                    .then(Keys.put(key, maintenance));
            return Keys.Step.of(txn, new Outcome(scope, maintenance, before(state)));
        });
    }

    private Outcome clear(Scope scope) {
        String key = new PgbatonKeys(scope).maintenance(node);
        return keys.change(lookup.ranges(scope), found -> {
            Outcome outcome =
                    new Outcome(scope, Maintenance.getDefaultInstance(), before(ScopeLookup.state(scope, found)));
            return outcome.before().isEmpty()
                    ? Keys.Step.nothing(outcome)
                    : Keys.Step.of(Txn.when(Keys.unchanged(found, key)).then(Op.delete(key)), outcome);
        });
    }

    private List<Scope> serving(List<Scope> candidates) {
        List<Scope> serving = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (Scope scope : candidates) {
            ScopeState state = lookup.read(scope);
            state.agents().forEach(agent -> known.add(agent.getNode()));
            state.members().forEach(member -> known.add(member.name()));
            state.handsOff().maintenance().forEach(one -> known.add(one.getNode()));
            if (serves(state)) {
                serving.add(scope);
            }
        }
        if (serving.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "no node " + node + " in " + candidates + "; known are " + (known.isEmpty() ? "none" : known));
        }
        return serving;
    }

    private boolean serves(ScopeState state) {
        return registration(state).isPresent()
                || member(state).isPresent()
                || before(state).isPresent();
    }

    private void refuseTheLeader(ScopeState state) {
        Optional<String> leads = member(state)
                .filter(member -> state.leader().filter(member::equals).isPresent());
        Optional<AddressState> holds = state.addresses().stream()
                .filter(address -> address.isHeld() && address.key().getNode().equals(node))
                .findFirst();
        if (leads.isPresent() || holds.isPresent()) {
            String why = leads.isPresent()
                    ? "leads " + state.scope()
                    : "carries the address " + holds.get().name();
            throw new CliFault(
                    ExitCode.REFUSED,
                    node + " " + why + ": switch over first (patronictl switchover --leader "
                            + leads.orElse(node) + "), or --force takes its address off all the same."
                            + " Nothing was changed");
        }
    }

    private Optional<AgentRegistration> registration(ScopeState state) {
        return state.agents().stream()
                .filter(agent -> agent.getNode().equals(node))
                .findFirst();
    }

    /** While no agent is registered, a member of the node's name. */
    private Optional<String> member(ScopeState state) {
        return registration(state)
                .map(AgentRegistration::getMember)
                .or(() -> state.members().stream()
                        .map(member -> member.name())
                        .filter(node::equals)
                        .findFirst())
                .filter(name -> !name.isEmpty());
    }

    private Optional<MaintenanceState> before(ScopeState state) {
        return state.handsOff().maintenance().stream()
                .filter(one -> one.getNode().equals(node))
                .findFirst();
    }

    /** Those that are named, else those of the configuration and all that pgbaton has keys of. */
    public static List<Scope> candidates(List<Scope> named, List<Scope> configured, Snapshot all) {
        if (!named.isEmpty()) {
            return named;
        }
        TreeSet<String> names = new TreeSet<>();
        configured.forEach(scope -> names.add(scope.key()));
        Keys.scopes(all).forEach(scope -> names.add(scope.key()));
        return names.stream().map(Scope::parse).toList();
    }
}
