package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code pgbaton rehearse}, as a person types it. */
final class RehearsalByHand {
    /** @param exit 0 completed, 1 failed */
    record Told(int exit, JsonObject result) {
        boolean completed() {
            return exit == 0 && result.getBoolean("completed");
        }

        /** Nodes that something is wrong with. */
        List<String> blamed() {
            return result.getJsonArray("faults", new JsonArray()).stream()
                    .map(fault -> ((JsonObject) fault).getString("node", ""))
                    .toList();
        }
    }

    private RehearsalByHand() {}

    /** @throws LabException with what it said when nobody told of an end */
    static Told of(Lab lab) {
        Shell.Result said = CommandLine.run(lab, "rehearse", Scope.MAIN.path(), "--timeout", "20", "-o", "json");
        if (said.exit() > 1) {
            throw new LabException("exit=" + said.exit() + " said=" + said.err());
        }
        return new Told(said.exit(), new JsonArray(said.out()).getJsonObject(0));
    }
}
