package io.pgbaton.cli.backup;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.LastDescription;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.ClusterState;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What coordinators plan for the repositories of scopes, as they describe it on the bus. */
public final class Policies {
    private Policies() {}

    /** One policy of one scope. */
    public record Planned(Scope scope, BackupPolicyState policy) {
        /** As it is on the bus, with its scope. */
        public JsonObject json() {
            return new JsonObject(CloudEventCodec.toJson(policy)).put("scope", scope.key());
        }
    }

    /** @throws CliFault when the bus does not answer, or nobody plans anything for any of them */
    public static List<Planned> read(Session session, List<Scope> scopes) {
        LastDescription description = LastDescription.ask(session, scopes);
        List<Planned> planned = scopes.stream()
                .flatMap(scope -> description.of(scope).map(ClusterState::getBackupsList).stream()
                        .flatMap(List::stream)
                        .map(policy -> new Planned(scope, policy)))
                .toList();
        description.silence().ifPresent(silence -> {
            throw new CliFault(ExitCode.UNREACHABLE, silence);
        });
        if (planned.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND,
                    "no coordinator plans backups of " + scopes
                            + ": write a policy under `backups` in coordinator.yaml");
        }
        return planned;
    }
}
