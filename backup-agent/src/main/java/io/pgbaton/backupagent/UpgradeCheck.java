package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.StanzaWrapper;
import io.pgbaton.backupagent.decide.upgrade.Objection;
import io.pgbaton.backupagent.decide.upgrade.RunningCluster;
import io.pgbaton.backupagent.decide.upgrade.UpgradeRule;
import io.pgbaton.backupagent.restore.Unfit;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the repositories have of a stanza beside what its cluster is now. */
final class UpgradeCheck implements StanzaWrapper.Upgrades {
    private final String stanza;
    private final RepositoryLook repository;
    private final LeaderLook leader;

    UpgradeCheck(String stanza, RepositoryLook repository, LeaderLook leader) {
        this.stanza = stanza;
        this.repository = repository;
        this.leader = leader;
    }

    @Override
    public void check() throws IOException {
        String fault = Stream.concat(Stream.of(repository.fault()), repository.info().faults().values().stream())
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining("; "));
        if (!fault.isEmpty()) {
            throw new Unfit("stanza-unknown", "what stanza " + stanza + " is of is not known: " + fault);
        }
        Optional<Objection> objection = objection(cluster());
        if (objection.isPresent()) {
            throw new Unfit(objection.get().name(), objection.get().sentence());
        }
    }

    private RunningCluster cluster() throws Unfit {
        try {
            return leader.cluster();
        } catch (IOException unknown) {
            throw new Unfit("leader-unknown", "whether PostgreSQL was upgraded is not known: " + unknown.getMessage());
        }
    }

    private Optional<Objection> objection(RunningCluster cluster) throws Unfit {
        try {
            return UpgradeRule.judge(stanza, repository.info().databases(), cluster);
        } catch (IllegalArgumentException unreadable) {
            throw new Unfit(
                    "stanza-unknown", "pgBackRest's info of stanza " + stanza + " has " + unreadable.getMessage());
        }
    }
}
