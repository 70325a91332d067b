package io.pgbaton.cli.command;

import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.PatroniMember;
import io.pgbaton.cli.read.Problems;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.cli.show.Cell;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.Sizes;
import io.pgbaton.cli.show.StatusJson;
import io.pgbaton.cli.show.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "members",
        mixinStandardHelpOptions = true,
        description = "Patroni's members, how far they are, and whether an agent is beside them.%n"
                + "Ends with 1 when a member is not running.")
final class MembersCommand implements Callable<Integer> {
    @ParentCommand
    private Pgbaton root;

    @Override
    public Integer call() {
        try (Session session = root.session()) {
            ScopeLookup lookup = new ScopeLookup(session);
            List<ScopeState> states =
                    session.scopes(root.scopes()).stream().map(lookup::read).toList();
            if (root.json()) {
                JsonArray all = new JsonArray();
                states.forEach(state -> all.add(
                        new JsonObject().put("scope", state.scope().key()).put("members", StatusJson.members(state))));
                root.print(all);
            } else {
                print(states);
            }
            return states.stream().allMatch(MembersCommand::isWell) ? ExitCode.OK : ExitCode.FAULT;
        }
    }

    private static boolean isWell(ScopeState state) {
        return state.known() && state.members().stream().allMatch(Problems::isRunning);
    }

    private void print(List<ScopeState> states) {
        table(states).print(root.terminal());
        states.stream()
                .filter(state -> !state.known())
                .flatMap(state -> Problems.of(state).stream())
                .forEach(root.terminal()::line);
    }

    private static Table table(List<ScopeState> states) {
        Table table = new Table("SCOPE", "MEMBER", "ROLE", "STATE", "TL", "LAG", "HOST", "PATRONI", "AGENT");
        states.forEach(state -> state.members().forEach(member -> row(table, state, member)));
        return table;
    }

    private static void row(Table table, ScopeState state, PatroniMember member) {
        boolean leader = state.isLeader(member);
        String lag =
                state.lag(member).isPresent() ? Sizes.of(state.lag(member).getAsLong()) : (leader ? "" : "unknown");
        String agent = state.agentOf(member)
                .map(one -> one.getMode().isEmpty() ? "yes" : one.getMode())
                .orElse("none");
        table.row(
                Cell.of(state.scope()),
                Cell.of(member.name()),
                Cell.of(leader ? "leader" : member.role(), leader ? Colour.GOOD : Colour.PLAIN),
                Cell.of(member.state(), Problems.isRunning(member) ? Colour.PLAIN : Colour.ALARM),
                Cell.of(member.timeline()),
                Cell.of(lag),
                Cell.of(member.host()),
                Cell.of(member.version()),
                Cell.of(agent, agent.equals("none") ? Colour.WARN : Colour.PLAIN));
    }
}
