package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.watch.AddressWatcher;
import java.util.List;

/** When all is healed: address and write ports at the leader, nothing left in a journal, every daemon ready. */
public final class EndState {
    public static final String RULE = "after healing everything works again";

    private final Lab lab;
    private final AddressWatcher watcher;

    public EndState(Lab lab, AddressWatcher watcher) {
        this.lab = lab;
        this.watcher = watcher;
    }

    /** @throws LabException with the first thing that is not as it should be */
    public boolean holds() {
        String leader = lab.leader();
        for (String address : addresses(lab)) {
            List<String> carriers = watcher.timeline(address).carriersNow();
            require(carriers.equals(List.of(leader)), address + " on " + carriers + ", the leader is " + leader);
        }
        for (Host node : lab.nodes()) {
            List<String> up = node.serversUp("primary");
            require(up.equals(List.of(leader)), "HAProxy of " + node.name() + " writes to " + up + ", not " + leader);
        }
        lab.daemonUrls().forEach(EndState::readyAndEmpty);
        return true;
    }

    public static List<String> addresses(Lab lab) {
        return List.of(Scope.MAIN.vip(lab.layout()), Scope.MAIN.vip6(lab.layout()));
    }

    private static void readyAndEmpty(String url) {
        Rest.Answer ready = Rest.get(url + "/readyz");
        require(ready.status() == 200, url + "/readyz: " + ready.body().strip());
        String depth = Rest.get(url + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("pgbaton_journal_depth "))
                .findFirst()
                .orElse("no pgbaton_journal_depth");
        require(depth.matches("pgbaton_journal_depth 0(\\.0)?"), url + ": " + depth);
    }

    private static void require(boolean condition, String missing) {
        if (!condition) {
            throw new LabException(missing);
        }
    }
}
