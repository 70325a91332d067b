package io.pgbaton.lab.machine;

import io.pgbaton.lab.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A long-running program of one host: all that is needed to start it, now or again.
 *
 * @param user the system user it runs as
 * @param groups further groups of that user
 * @param networkAdmin whether it gets CAP_NET_ADMIN and CAP_NET_RAW, and nothing else
 */
public record Program(
        String host,
        What what,
        String user,
        List<String> groups,
        boolean networkAdmin,
        List<String> command,
        Map<String, String> environment) {

    public static Program of(String host, What what, String user, List<String> command) {
        return new Program(host, what, user, List.of(), false, command, Map.of());
    }

    public Program withGroup(String group) {
        List<String> more = new ArrayList<>(groups);
        more.add(group);
        return new Program(host, what, user, more, networkAdmin, command, environment);
    }

    public Program withNetworkAdmin() {
        return new Program(host, what, user, groups, true, command, environment);
    }

    public Program withEnvironment(Map<String, String> variables) {
        return new Program(host, what, user, groups, networkAdmin, command, variables);
    }

    /** One variable more. */
    public Program with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return withEnvironment(Map.copyOf(more));
    }

    /** Another program with the same place and rights. */
    public Program withCommand(List<String> words) {
        return new Program(host, what, user, groups, networkAdmin, words, environment);
    }

    /** The command line that drops root's rights and becomes the program, keeping its pid. */
    public List<String> asItsUser() {
        List<String> line = new ArrayList<>();
        if (user.equals("root")) {
            return command;
        }
        String primary = SystemUsers.groupOf(user);
        line.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + primary));
        line.add(groups.isEmpty() ? "--init-groups" : "--groups=" + primary + "," + String.join(",", groups));
        String capabilities = networkAdmin ? "-all,+net_admin,+net_raw" : "-all";
        line.add("--inh-caps=" + capabilities);
        line.add("--ambient-caps=" + capabilities);
        line.add("--bounding-set=" + capabilities);
        line.add("--no-new-privs");
        line.addAll(command);
        return line;
    }
}
