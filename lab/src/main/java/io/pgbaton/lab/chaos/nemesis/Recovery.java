package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until a healed lab works again as a whole, before the next fault. */
final class Recovery {
    /** Generous: the machine may be busy, and pg_rewind takes its time. */
    private static final Duration BOUND = Duration.ofSeconds(150);

    /** After it a replica that does not follow is made anew: Patroni gives up on one that diverged and cannot be rewound. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lab lab;
    private final boolean synchronous;

    Recovery(Lab lab, boolean synchronous) {
        this.lab = lab;
        this.synchronous = synchronous;
    }

    /** @return what is still missing when the bound has passed; empty when all works */
    Optional<String> await(Consumer<String> note) {
        try {
            Await.until("the lab to work again", PATIENCE, () -> works(note));
            return Optional.empty();
        } catch (LabException notByItself) {
            reinitialize(note);
        }
        try {
            Await.until("the lab to work again", BOUND.minus(PATIENCE), () -> works(note));
            return Optional.empty();
        } catch (LabException notAtAll) {
            return Optional.of(String.valueOf(notAtAll.getMessage()));
        }
    }

    /** One that was started while etcd had no quorum ends by itself, and nothing in the lab starts it again. */
    private void startPatroni(Consumer<String> note) {
        lab.nodes().stream().filter(node -> !node.alive(What.PATRONI)).forEach(node -> {
            note.accept("Patroni of " + node.name() + " ended by itself: started again");
            node.start(What.PATRONI);
        });
    }

    /** Throws with what is missing, which {@link Await} puts into its message. */
    private boolean works(Consumer<String> note) {
        startPatroni(note);
        Layout.NODES.forEach(node -> require(lab.etcd().healthy(node), "etcd of " + node));
        List<String> streaming = lab.streaming(Scope.MAIN);
        require(streaming.size() == Layout.NODES.size() - 1, "only " + streaming + " stream");
        require(!synchronous || hasStandby(), "no synchronous standby");
        trafficArrives(lab.leader());
        lab.daemonUrls().forEach(url -> {
            Rest.Answer answer = Rest.get(url + "/readyz");
            require(answer.status() == 200, url + "/readyz: " + answer.body().strip());
        });
        return true;
    }

    /** So that no step answers for what the one before it left behind. */
    private void trafficArrives(String leader) {
        List<String> there = lab.host(leader).addresses();
        require(there.contains(Scope.MAIN.vip(lab.layout())), "the address is not on " + leader);
        for (Host node : lab.nodes()) {
            List<String> up = node.serversUp("primary");
            require(up.equals(List.of(leader)), "HAProxy of " + node.name() + " writes to " + up + ", not " + leader);
        }
    }

    private boolean hasStandby() {
        return lab.host(lab.leader())
                .postgres()
                .sql("select count(*) > 0 from pg_stat_replication where sync_state = 'sync'")
                .equals("t");
    }

    private static void require(boolean condition, String missing) {
        if (!condition) {
            throw new LabException(missing);
        }
    }

    private void reinitialize(Consumer<String> note) {
        try {
            String leader = lab.leader();
            List<String> streaming = lab.streaming(Scope.MAIN);
            Layout.NODES.stream()
                    .filter(node -> !node.equals(leader) && !streaming.contains(node))
                    .forEach(node -> {
                        note.accept("replica " + node + " does not follow: made anew through Patroni");
                        Rest.post(
                                Scope.MAIN.restUrl(lab.layout(), node) + "/reinitialize",
                                "{\"force\": true}",
                                Duration.ofSeconds(10));
                    });
        } catch (LabException cannot) {
            note.accept("nothing could be made anew: " + cannot.getMessage());
        }
    }
}
