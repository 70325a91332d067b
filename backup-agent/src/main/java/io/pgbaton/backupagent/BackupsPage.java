package io.pgbaton.backupagent;

import io.pgbaton.backupagent.config.BackupAgentConfig;
import io.pgbaton.backupagent.decide.Current;
import io.pgbaton.backupagent.decide.archive.MissingWal;
import io.pgbaton.backupagent.observe.StanzaInfo;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;

/** {@code /status} and {@code /api/v1/backups}: what is in the repositories, and what is being done. */
final class BackupsPage {
    private BackupsPage() {}

    static JsonObject of(BackupAgentConfig config, Collection<Stanza> stanzas) {
        JsonArray all = new JsonArray();
        stanzas.forEach(stanza -> all.add(stanza(stanza)));
        return new JsonObject().put("node", config.node()).put("stanzas", all);
    }

    private static JsonObject stanza(Stanza stanza) {
        StanzaInfo info = stanza.repository().info();
        JsonArray backups = new JsonArray();
        info.backups().forEach(backup -> backups.add(backup(backup)));
        JsonArray archives = new JsonArray();
        info.archives()
                .forEach(archive -> archives.add(new JsonObject()
                        .put("repo", archive.repo())
                        .put("min", archive.min())
                        .put("max", archive.max())));
        JsonArray missing = new JsonArray();
        stanza.archives().forEach(archive -> archive.judged()
                .ifPresent(known -> known.missing().forEach(one -> missing.add(missing(archive.repo(), one)))));
        return new JsonObject()
                .put("stanza", stanza.config().name())
                .put("scope", stanza.config().scope().key())
                .put("repos", new JsonArray(stanza.config().repos()))
                .put("status", info.status())
                .put(
                        "readAt",
                        stanza.repository().readAt().map(Instant::toString).orElse(null))
                .put("fault", stanza.repository().fault())
                .put("work", stanza.work().current().map(BackupsPage::work).orElse(null))
                .put("waiting", stanza.work().waiting().size())
                .put("drill", drill(stanza))
                .put("backups", backups)
                .put("archives", archives)
                .put("missingWal", missing)
                .put(
                        "archiveLooks",
                        new JsonArray(stanza.archives().stream()
                                .map(BackupsPage::look)
                                .toList()));
    }

    /** Whether what is missing is known of a repository: without {@code listedAt}, that nothing is said above says nothing. */
    private static JsonObject look(ArchiveLook archive) {
        return new JsonObject()
                .put("repo", archive.repo())
                .put(
                        "listedAt",
                        archive.judged().map(known -> known.listed().toString()).orElse(null))
                .put("fault", archive.fault());
    }

    private static JsonObject missing(int repo, MissingWal one) {
        return new JsonObject()
                .put("repo", repo)
                .put("first", one.first())
                .put("last", one.last())
                .put("files", one.files())
                .put("since", one.since().map(Instant::toString).orElse(null))
                .put("covered", one.covered())
                .put("broken", new JsonArray(one.broken()))
                .put("before", new JsonArray(one.before()));
    }

    private static JsonObject drill(Stanza stanza) {
        return new JsonObject()
                .put("work", stanza.drilling().current().map(BackupsPage::work).orElse(null))
                .put(
                        "last",
                        stanza.drills()
                                .last()
                                .map(last -> new JsonObject(CloudEventCodec.toJson(last)))
                                .orElse(null));
    }

    private static JsonObject backup(StanzaInfo.Backup backup) {
        return new JsonObject()
                .put("label", backup.label())
                .put("type", backup.type())
                .put("repo", backup.repo())
                .put("start", backup.start().toString())
                .put("stop", backup.stop().toString())
                .put("bytes", backup.size())
                .put("deltaBytes", backup.delta())
                .put("error", backup.error())
                .put("stopLsn", backup.stopLsn())
                .put("systemIdentifier", backup.systemIdentifier());
    }

    private static JsonObject work(Current current) {
        return new JsonObject()
                .put("command", current.attempt().job().id())
                .put("attempt", current.attempt().number())
                .put(
                        "task",
                        new JsonObject(
                                CloudEventCodec.toJson(current.attempt().job().task())))
                .put("phase", current.phase().name().toLowerCase(Locale.ROOT))
                .put("percent", current.progress().hundredths() / 100.0)
                .put("bytes", current.progress().bytes())
                .put("why", current.why());
    }
}
