package io.pgbaton.nodeagent.act.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * HAProxy's Runtime API over its stats socket ("stats socket PATH level admin"). Blocking, each call bounded by the
 * timeout: for a worker pool, never for an event loop. Health only, never "maint": maintenance stops the checks, and
 * would stay when whoever set it dies.
 */
public final class RuntimeApi {
    private static final int ANSWER_BYTES = 1024 * 1024;

    private final RuntimeSocket socket;

    /** @param timeoutMillis for one line, from its connection to the last byte of its answer */
    public RuntimeApi(Path socket, long timeoutMillis) {
        this.socket = new RuntimeSocket(socket, new RuntimeSocket.Limits(timeoutMillis, ANSWER_BYTES, false));
    }

    public Path path() {
        return socket.path();
    }

    public ProcessInfo showInfo() throws ProxyException {
        String answer = run(List.of("show info")).get(0);
        return ProcessInfo.parse(answer);
    }

    /** @throws ProxyException NO_SUCH_BACKEND among the others */
    public List<ServerState> showServersState(String backend) throws ProxyException {
        String command = serversState(backend);
        return parseStates(command, run(List.of(command)).get(0));
    }

    /** The servers only, without the backend's own line. An unknown backend gives an empty list, as HAProxy does. */
    public List<ServerStat> showStat(String backend) throws ProxyException {
        String command = stat(backend);
        return parseStats(command, run(List.of(command)).get(0));
    }

    /** @param up false keeps new connections away and leaves the open sessions */
    public void setHealth(ServerRef server, boolean up) throws ProxyException {
        silently(health(server, up));
    }

    public void shutdownSessions(ServerRef server) throws ProxyException {
        silently(shutdown(server));
    }

    /** Several commands on one connection, run by HAProxy in order, with nothing in between. */
    List<String> run(List<String> commands) throws ProxyException {
        return socket.run(commands);
    }

    private void silently(String command) throws ProxyException {
        RuntimeAnswers.expectSilence(command, run(List.of(command)).get(0));
    }

    static String serversState(String backend) {
        return "show servers state " + ServerRef.requireName(backend);
    }

    /** Type 4 are servers, -1 is all of them. */
    static String stat(String backend) {
        return "show stat " + ServerRef.requireName(backend) + " 4 -1";
    }

    static String health(ServerRef server, boolean up) {
        return "set server " + server + " health " + (up ? "up" : "down");
    }

    static String shutdown(ServerRef server) {
        return "shutdown sessions server " + server;
    }

    static List<ServerState> parseStates(String command, String answer) throws ProxyException {
        List<ServerState> states = new ArrayList<>();
        for (Map<String, String> row : RuntimeTable.parse(command, answer, " ")) {
            states.add(ServerState.of(row));
        }
        return List.copyOf(states);
    }

    static List<ServerStat> parseStats(String command, String answer) throws ProxyException {
        List<ServerStat> stats = new ArrayList<>();
        for (Map<String, String> row : RuntimeTable.parse(command, answer, ",")) {
            stats.add(ServerStat.of(row));
        }
        return List.copyOf(stats);
    }
}
