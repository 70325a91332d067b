package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One more repository of the lab's stanza, on the same host, of which the backup agent knows. */
final class SecondRepository {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private SecondRepository() {}

    /** @return where it is */
    static Path add(Lab lab) {
        Layout layout = lab.layout();
        Path first = PgbackrestHost.repository(layout);
        Path second = SystemUsers.folder(first.resolveSibling("repository2"), PgbackrestHost.USER, "rwxr-x---");
        addTo(PgbackrestHost.config(layout, Layout.REPOSITORY), first, second);
        lab.backups().run("stanza-create");
        Layout.NODES.forEach(node -> addTo(PgbackrestHost.config(layout, node), first, second));
        lab.backups().run("check");
        tellAgent(lab);
        return second;
    }

    /** It has the options of the first. */
    private static void addTo(Path config, Path first, Path second) {
        List<String> lines = new ArrayList<>();
        for (String line : SystemUsers.read(config).lines().toList()) {
            lines.add(line);
            if (line.startsWith("repo1-")) {
                lines.add(line.replace("repo1-", "repo2-").replace("=" + first, "=" + second));
            }
        }
        SystemUsers.file(config, String.join("\n", lines) + "\n", PgbackrestHost.USER, "rw-r-----");
    }

    private static void tellAgent(Lab lab) {
        Path config = lab.layout().conf(Layout.REPOSITORY).resolve("backup-agent.yaml");
        String stanza = "- {name: " + PgbackrestHost.stanza() + ", ";
        String text = SystemUsers.read(config).replace(stanza, stanza + "repos: [1, 2], ");
        SystemUsers.file(config, text, BackupAgentHost.USER, "rw-r--r--");
        Host host = lab.host(Layout.REPOSITORY);
        host.kill(What.BACKUP_AGENT, "TERM");
        host.start(What.BACKUP_AGENT);
        String ready = BackupAgentHost.url(lab.layout()) + "/readyz";
        Await.until("the backup agent to be ready", BOUND, () -> Rest.ok(ready));
    }
}
