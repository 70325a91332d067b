package io.pgbaton.lab.chaos.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every reign that etcd's own history of the leader key shows: etcd keeps all revisions, so none can be missed. */
public final class LeaderHistory {
    /**
     * One leader, from the put of its name to the end.
     *
     * @param epochs the first put and those by which the same member put its own living key again
     */
    public record Reign(String member, Set<Long> epochs, End end) {
        public Reign {
            epochs = Set.copyOf(epochs);
        }

        long first() {
            return epochs.stream().min(Long::compare).orElseThrow();
        }

        private Reign with(long epoch) {
            Set<Long> more = new TreeSet<>(epochs);
            more.add(epoch);
            return new Reign(member, more, End.NONE);
        }

        boolean ended() {
            return end != End.NONE;
        }

        private Reign over(End by) {
            return new Reign(member, epochs, by);
        }
    }

    /** How a reign ended; PUT_OVER when another member wrote its own name over the living key. */
    public enum End {
        NONE,
        KEY_GONE,
        PUT_OVER
    }

    private final List<Reign> reigns = new ArrayList<>();

    private LeaderHistory() {}

    /** Reads what "etcdctl watch --rev=... -w json" of the one key printed, a document a line. */
    public static LeaderHistory parse(String lines) {
        LeaderHistory history = new LeaderHistory();
        lines.lines()
                .filter(line -> !line.isBlank())
                .map(JsonObject::new)
                .flatMap(document -> document.getJsonArray("Events", new JsonArray()).stream())
                .map(JsonObject.class::cast)
                .forEach(history::take);
        return history;
    }

    private void take(JsonObject event) {
        JsonObject kv = event.getJsonObject("kv");
        // A put has no type of its own in the JSON of etcd: its number is 0, which is left out.
        if (event.getValue("type") != null) {
            last().filter(reign -> !reign.ended()).ifPresent(reign -> replaceLast(reign.over(End.KEY_GONE)));
            return;
        }
        String member = new String(Base64.getDecoder().decode(kv.getString("value")), StandardCharsets.UTF_8);
        long epoch = kv.getLong("mod_revision");
        Optional<Reign> living = last().filter(reign -> !reign.ended());
        if (living.filter(reign -> reign.member().equals(member)).isPresent()) {
            replaceLast(living.get().with(epoch));
            return;
        }
        living.ifPresent(reign -> replaceLast(reign.over(End.PUT_OVER)));
        reigns.add(new Reign(member, Set.of(epoch), End.NONE));
    }

    private Optional<Reign> last() {
        return reigns.isEmpty() ? Optional.empty() : Optional.of(reigns.get(reigns.size() - 1));
    }

    private void replaceLast(Reign by) {
        reigns.set(reigns.size() - 1, by);
    }

    /** In their order. */
    public List<Reign> reigns() {
        return List.copyOf(reigns);
    }
}
