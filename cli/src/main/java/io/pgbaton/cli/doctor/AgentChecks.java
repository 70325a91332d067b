package io.pgbaton.cli.doctor;

import io.pgbaton.cli.read.HttpGet;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.AgentRegistration;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Whether every member has an agent, and what each agent says of its host. */
final class AgentChecks {
    private final HttpGet http;

    AgentChecks(HttpGet http) {
        this.http = http;
    }

    List<Finding> check(ScopeState state) {
        List<Finding> findings = new ArrayList<>();
        state.members().stream()
                .filter(member -> state.agentOf(member).isEmpty())
                .forEach(member -> findings.add(Finding.fault(
                        "agent of " + member.name(),
                        "no agent is registered for " + state.scope() + " " + member.name(),
                        "start pgbaton-node-agent beside it; its configuration must say `member: " + member.name()
                                + "`")));
        state.agents().forEach(agent -> findings.addAll(ask(state.scope(), agent)));
        return findings;
    }

    private List<Finding> ask(Scope scope, AgentRegistration agent) {
        String about = "agent on " + agent.getNode();
        if (agent.getUrl().isEmpty()) {
            return List.of(Finding.unknown(about, "it is registered and says no URL to ask it at"));
        }
        String url = agent.getUrl() + "/status";
        try {
            HttpResponse<String> answer = http.get(url);
            return HostChecks.of(about, agent.getNode(), AgentStatus.parse(answer.body(), scope));
        } catch (IOException e) {
            return List.of(Finding.fault(
                    about,
                    url + " does not answer from here (" + reason(e) + ")",
                    "check `http:` in its configuration and the firewall"));
        } catch (DecodeException | ClassCastException e) {
            return List.of(Finding.warn(
                    about, url + " answers something that is not understood", "is it an agent of another version?"));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
