package io.pgbaton.nodeagent.act.proxy;

import io.pgbaton.proto.v1.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a proxy took an action.
 *
 * @param servers outcome by server, empty when the proxy could not be asked
 * @param up all servers of the backend that HAProxy sends to now, also those that were not told anything
 * @param sessionsEnded how many were open on the servers whose sessions were to end, old workers included
 * @param fault why the proxy could not be asked, or did not do all of it
 * @param detail for people; empty when all is done
 */
public record RouteResult(
        Map<String, ServerOutcome> servers,
        List<String> up,
        int sessionsEnded,
        Optional<ProxyFault> fault,
        String detail) {
    public RouteResult {
        servers = Map.copyOf(servers);
        up = List.copyOf(up);
    }

    static RouteResult failed(ProxyException e) {
        return new RouteResult(Map.of(), List.of(), 0, Optional.of(e.fault()), e.getMessage());
    }

    public boolean done() {
        return fault.isEmpty() && servers.values().stream().allMatch(ServerOutcome::fulfilled);
    }

    /** For the audit. */
    public Result result() {
        if (!done()) {
            return Result.RESULT_FAILED;
        }
        boolean same = sessionsEnded == 0 && servers.values().stream().allMatch(o -> o == ServerOutcome.ALREADY);
        return same ? Result.RESULT_ALREADY : Result.RESULT_DONE;
    }

    /** The same may work later without anybody's help. */
    public boolean passing() {
        return fault.map(ProxyFault::passing)
                .orElseGet(() -> servers.values().stream().anyMatch(o -> o == ServerOutcome.NOT_TAKEN));
    }

    /** One line for log and audit. */
    public String summary() {
        String all = servers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + e.getValue().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(" "));
        String told = all + (all.isEmpty() ? "" : " ") + "sessionsEnded=" + sessionsEnded;
        return detail.isEmpty() ? told : told + " " + detail;
    }
}
