package io.pgbaton.nodeagent.decide.route;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** @param servers by backend, as last seen; kept while the proxy is away */
record ProxyFacts(boolean reachable, Map<String, List<ServerView>> servers) {
    static final ProxyFacts UNSEEN = new ProxyFacts(false, Map.of());

    ProxyFacts away() {
        return new ProxyFacts(false, servers);
    }

    List<ServerView> of(String backend) {
        return servers.getOrDefault(backend, List.of());
    }

    Set<String> names(String backend) {
        Set<String> names = new TreeSet<>();
        of(backend).forEach(server -> names.add(server.name()));
        return names;
    }
}
