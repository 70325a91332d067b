package io.pgbaton.cli.backup;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.read.HttpGet;
import io.pgbaton.proto.Scope;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is in the repositories, as the backup agents know it. */
public final class Repositories {
    private static final int OK = 200;

    private final Session session;

    public Repositories(Session session) {
        this.session = session;
    }

    /**
     * One object a stanza and agent, as {@code /api/v1/backups} has it, with its {@code node}.
     *
     * @throws CliFault when there is no agent, or one does not answer
     */
    public List<JsonObject> read(List<Scope> scopes) {
        Set<String> urls = new LinkedHashSet<>();
        // Those beside a database alone have nothing to tell of a repository.
        new BackupAgents(session)
                .of(scopes)
                .forEach(place -> urls.add(place.agent().getUrl()));
        if (urls.isEmpty()) {
            throw new CliFault(
                    ExitCode.NOT_FOUND, "no backup agent is there for " + scopes + ": start pgbaton-backup-agent");
        }
        List<JsonObject> stanzas = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>(scopes.stream().map(Scope::key).toList());
        HttpGet http = new HttpGet(session.patience());
        for (String url : urls) {
            JsonObject page = get(http, url + "/api/v1/backups");
            JsonArray all = page.getJsonArray("stanzas", new JsonArray());
            for (int i = 0; i < all.size(); i++) {
                JsonObject stanza = all.getJsonObject(i).put("node", page.getString("node"));
                if (wanted.contains(stanza.getString("scope"))) {
                    stanzas.add(stanza);
                }
            }
        }
        return stanzas;
    }

    private static JsonObject get(HttpGet http, String url) {
        try {
            HttpResponse<String> response = http.get(url);
            if (response.statusCode() != OK) {
                throw new CliFault(ExitCode.UNREACHABLE, url + " answered " + response.statusCode());
            }
            return new JsonObject(response.body());
        } catch (IOException | DecodeException e) {
            throw new CliFault(ExitCode.UNREACHABLE, "the backup agent at " + url + " did not answer: " + e);
        }
    }
}
