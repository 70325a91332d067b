package io.pgbaton.nodeagent.act.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sessions of workers that a reload replaced, reached through the master ("haproxy -W -S PATH"). Such a worker keeps
 * its sessions to their end, which for PostgreSQL may be days, and answers "Proxy is disabled" to "shutdown sessions
 * server" (2.6.12): its sessions are listed and ended one by one.
 *
 * <p>The master executes itself anew at each start and reload, and is deaf for 10 to 70 ms then (NOBODY_LISTENS, BROKEN).
 */
public final class MasterApi {
    /** About 350 bytes a session are listed: enough for 20 000 of them. */
    private static final int ANSWER_BYTES = 8 * 1024 * 1024;
    /** Of about 45 characters each, well inside one line. */
    private static final int SESSIONS_A_LINE = 100;

    private static final Pattern SESSION =
            Pattern.compile("^(0x[0-9a-f]+): .*?\\bbe=([^ ]+) srv=([^ ]+) ", Pattern.MULTILINE);
    private static final Pattern PROCESS = Pattern.compile("^(\\d+)\\s+worker\\b");

    private final RuntimeSocket socket;

    /** @param timeoutMillis for one line; ending the sessions of a worker takes one, and one for every 100 of them */
    public MasterApi(Path socket, long timeoutMillis) {
        this.socket = new RuntimeSocket(socket, new RuntimeSocket.Limits(timeoutMillis, ANSWER_BYTES, true));
    }

    /** Process ids of the workers that still live after being replaced. */
    public List<Long> oldWorkers() throws ProxyException {
        List<Long> pids = new ArrayList<>();
        boolean old = false;
        for (String line : ask("show proc").lines().toList()) {
            if (line.startsWith("#")) {
                old = line.startsWith("# old workers");
            }
            Matcher process = PROCESS.matcher(line);
            if (old && process.find()) {
                pids.add(Long.parseLong(process.group(1)));
            }
        }
        return List.copyOf(pids);
    }

    /**
     * Ends what that worker still carries to these servers.
     *
     * @return how many sessions were told to end; those that ended by themselves meanwhile are not counted
     * @throws ProxyException WORKER_GONE when it has ended, as it does with its last session
     */
    public int endSessions(long worker, String backend, Collection<String> servers) throws ProxyException {
        List<String> ids = new ArrayList<>();
        Matcher session = SESSION.matcher(ask("@!" + worker + " show sess"));
        while (session.find()) {
            if (session.group(2).equals(backend) && servers.contains(session.group(3))) {
                ids.add(session.group(1));
            }
        }
        int ended = 0;
        for (int from = 0; from < ids.size(); from += SESSIONS_A_LINE) {
            ended += endOneLine(worker, ids.subList(from, Math.min(ids.size(), from + SESSIONS_A_LINE)));
        }
        return ended;
    }

    private int endOneLine(long worker, List<String> ids) throws ProxyException {
        List<String> commands = ids.stream()
                .map(id -> "@!" + worker + " shutdown session " + id)
                .toList();
        int ended = 0;
        for (String answer : socket.run(commands)) {
            boolean endedByItself = answer.startsWith("No such session");
            if (!endedByItself) {
                RuntimeAnswers.expectSilence(commands.get(0), answer);
                ended++;
            }
        }
        return ended;
    }

    private String ask(String command) throws ProxyException {
        return socket.run(List.of(command)).get(0);
    }
}
