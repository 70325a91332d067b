package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The command line tool, configured for this lab: a starter that anyone can type. */
public final class CliTool {
    private CliTool() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "cli", "io.pgbaton.cli.PgbatonMain");
    }

    public static Path starter(Layout layout) {
        return layout.work().resolve("pgbaton");
    }

    public static Path config(Layout layout) {
        return layout.conf(Layout.CLIENT).resolve("cli.yaml");
    }

    public static void write(Layout layout, List<Scope> scopes) {
        List<String> coordinators = Layout.COORDINATORS.stream()
                .map(host -> CoordinatorHost.url(layout, host))
                .toList();
        String text =
                """
                bus: {bootstrap: ["%s"]}
                coordinators: [%s]
                etcd: {endpoints: [%s]}
                scopes: [%s]
                """
                        .formatted(
                                layout.kafka(),
                                NodeAgentHost.quoted(coordinators),
                                NodeAgentHost.quoted(layout.etcdUrls()),
                                scopes.stream().map(Scope::path).collect(Collectors.joining(", ")));
        SystemUsers.file(config(layout), text, "root", "rw-r--r--");
        Launchers launchers = new Launchers(layout);
        String script =
                """
                #!/bin/sh
                exec env %s %s --config %s "$@"
                """
                        .formatted(launchers.environment(), launchers.starter("pgbaton"), config(layout));
        SystemUsers.file(starter(layout), script, "root", "rwxr-xr-x");
    }
}
