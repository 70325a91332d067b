package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code pgbaton backup} and {@code pgbaton restore drill}, as a person types them. */
final class BackupByHand {
    /** The last word on a request. */
    record Told(int exit, JsonObject word) {
        String command() {
            return word.getString("command");
        }

        /** As in RESULT_DONE; empty while it goes on. */
        String result() {
            return word.getString("result", "");
        }
    }

    private BackupByHand() {}

    /** Until it has begun, or waits; the type is full, diff or incr. */
    static Told asked(Lab lab, String type) {
        return told(lab, "backup", "now", Scope.MAIN.path(), "--type", type);
    }

    /** Until it is over. */
    static Told done(Lab lab, String type) {
        return told(lab, "backup", "now", Scope.MAIN.path(), "--type", type, "--follow");
    }

    /** Another command of pgBackRest, as it spells it, until it is over. */
    static Told commandDone(Lab lab, String command) {
        return told(lab, "backup", "now", Scope.MAIN.path(), "--command", command, "--follow");
    }

    /** A drill of the newest backup, until it has begun. */
    static Told drillAsked(Lab lab) {
        return told(lab, "restore", "drill", Scope.MAIN.path());
    }

    /** Until it is over. */
    static Told drillDone(Lab lab) {
        return told(lab, "restore", "drill", Scope.MAIN.path(), "--follow");
    }

    /** All that is in the repository, as the agent knows it. */
    static List<JsonObject> list(Lab lab) {
        return new JsonArray(run(lab, "backup", "list").orFail())
                .stream().map(JsonObject.class::cast).toList();
    }

    private static Told told(Lab lab, String... words) {
        Shell.Result said = run(lab, words);
        if (said.out().isBlank()) {
            throw new LabException("exit=" + said.exit() + " said=" + said.err());
        }
        return new Told(said.exit(), new JsonObject(said.out()));
    }

    private static Shell.Result run(Lab lab, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--timeout", "30", "-o", "json"));
        return CommandLine.run(lab, all.toArray(String[]::new));
    }
}
