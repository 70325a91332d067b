package io.pgbaton.lab.chaos.nemesis;

import java.util.List;

/**
 * A fault that is there, and its undoing.
 *
 * @param hosts which were struck
 * @param heal may be run though something else has undone it already
 */
record Injection(List<String> hosts, Runnable heal) {
    Injection {
        hosts = List.copyOf(hosts);
    }
}
