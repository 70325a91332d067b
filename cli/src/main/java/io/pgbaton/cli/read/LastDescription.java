package io.pgbaton.cli.read;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a coordinator last said of each scope on the bus; asked for while etcd is read, and missing without harm. */
public final class LastDescription {
    private final Session session;
    private final Future<List<Delivery>> asked;
    private Map<Scope, ClusterState> answer;
    private String silence;

    private LastDescription(Session session, Future<List<Delivery>> asked) {
        this.session = session;
        this.asked = asked;
    }

    public static LastDescription ask(Session session, List<Scope> scopes) {
        if (session.config().bus().isEmpty()) {
            return new LastDescription(session, Future.succeededFuture(List.of()));
        }
        return new LastDescription(session, new BusLog(session).readLater(Topic.CLUSTERS, StartAt.BEGINNING, scopes));
    }

    public Optional<ClusterState> of(Scope scope) {
        return Optional.ofNullable(answer().get(scope));
    }

    /** Why there is none, in words for people. */
    public Optional<String> silence() {
        answer();
        return Optional.ofNullable(silence);
    }

    private Map<Scope, ClusterState> answer() {
        if (answer == null) {
            answer = new HashMap<>();
            try {
                session.await(asked, "the bus").stream()
                        .map(Delivery::record)
                        .filter(record -> record.type() == EventType.CLUSTER_DESCRIBED)
                        .forEach(record -> answer.put(record.scope(), record.data(ClusterState.class)));
            } catch (CliFault e) {
                silence = e.getMessage();
            }
        }
        return answer;
    }
}
