package io.pgbaton.nodeagent.act.proxy;

import java.util.HashMap;
import java.util.Map;

/**
 * What "show info" says of the worker that answers.
 *
 * @param startSeconds wall clock of its start; together with the pid it tells one worker from the next
 */
public record ProcessInfo(long pid, long startSeconds, long uptimeSeconds, String version) {
    /** A worker that is another process than this one has forgotten everything that was set at run time. */
    public boolean sameProcess(ProcessInfo other) {
        return pid == other.pid && startSeconds == other.startSeconds;
    }

    static ProcessInfo parse(String text) throws ProxyException {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2).strip());
            }
        });
        try {
            return new ProcessInfo(
                    Long.parseLong(fields.getOrDefault("Pid", "absent")),
                    Long.parseLong(fields.getOrDefault("Start_time_sec", "absent")),
                    Long.parseLong(fields.getOrDefault("Uptime_sec", "absent")),
                    fields.getOrDefault("Version", "unknown"));
        } catch (NumberFormatException e) {
            ProxyException unexpected = RuntimeAnswers.classify("show info", text, ProxyFault.UNEXPECTED_ANSWER);
            unexpected.initCause(e);
            throw unexpected;
        }
    }
}
