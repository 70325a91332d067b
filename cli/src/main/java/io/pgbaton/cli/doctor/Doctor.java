package io.pgbaton.cli.doctor;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.HttpGet;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at everything that keeps a handover from working, before one is needed. */
public final class Doctor {
    private final Session session;
    private final HttpGet http;
    private final ScopeLookup lookup;
    private boolean proxies;

    public Doctor(Session session) {
        this.session = session;
        this.http = new HttpGet(session.patience());
        this.lookup = new ScopeLookup(session);
    }

    /** All findings, in the order in which they were made. */
    public List<Finding> examine(List<Scope> scopes, Optional<Path> haproxyFile) {
        List<Finding> findings = new ArrayList<>();
        for (Scope scope : scopes) {
            findings.addAll(examine(scope));
        }
        findings.addAll(TopicsCheck.check(session));
        haproxyFile.map(HaproxyFileCheck::check).ifPresentOrElse(findings::add, () -> unread(findings));
        return findings;
    }

    /** HAProxy's Runtime API counts redispatches and does not tell its options. */
    private void unread(List<Finding> findings) {
        if (proxies) {
            findings.add(Finding.unknown(
                    "haproxy.cfg",
                    "no running HAProxy says whether it has `option redispatch`; `doctor --haproxy FILE` looks into its"
                            + " configuration"));
        }
    }

    private List<Finding> examine(Scope scope) {
        List<Finding> findings = new ArrayList<>();
        try {
            ScopeState state = lookup.read(scope);
            findings.add(Finding.ok("etcd", lookup.name() + " answers"));
            findings.add(new PatroniKeysCheck(http, session.etcd().endpoints()).check(state));
            findings.addAll(new AgentChecks(http).check(state));
            proxies |= state.agents().stream().anyMatch(agent -> agent.getProxiesCount() > 0);
        } catch (CliFault e) {
            findings.add(Finding.fault("etcd", e.getMessage(), "check etcd.endpoints, user and password"));
        }
        return findings;
    }
}
