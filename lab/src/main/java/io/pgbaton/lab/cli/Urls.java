package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.CliTool;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Prometheus;
import io.pgbaton.lab.cluster.Scope;
import java.io.PrintStream;

/** Where everything can be reached; all addresses work from the machine itself. */
final class Urls {
    private Urls() {}

    static void print(Lab lab) {
        Layout layout = lab.layout();
        PrintStream out = System.out;
        out.println();
        for (Scope scope : lab.scopes()) {
            out.printf("%s%n", scope.path());
            out.printf(
                    "  write address  %s and %s, port %d%n",
                    scope.vip(layout), scope.vip6(layout), scope.postgresPort());
            out.printf(
                    "  HAProxy        writes %s:%d, reads :%d, likewise on n2 and n3%n",
                    layout.ip("n1"), scope.writePort(), scope.readPort());
            out.printf("  Patroni        %s, likewise on n2 and n3%n", scope.restUrl(layout, "n1"));
        }
        if (CoordinatorHost.jars(layout).built()) {
            Layout.COORDINATORS.forEach(
                    host -> out.printf("  coordinator    %s/%n", CoordinatorHost.url(layout, host)));
        }
        if (NodeAgentHost.jars(layout).built()) {
            Layout.NODES.forEach(node -> out.printf("  node agent     %s/status%n", NodeAgentHost.url(layout, node)));
        }
        if (lab.options().backups() && BackupAgentHost.jars(layout).built()) {
            out.printf("  backup agent   %s/status%n", BackupAgentHost.url(layout));
        }
        out.printf("  Prometheus     %s/%n", Prometheus.url(layout));
        out.printf("  Kafka          %s%n", layout.kafka());
        out.printf("  etcd           %s%n", String.join(" ", layout.etcdUrls()));
        out.printf("  database       app, user app, password in %s%n", layout.secret("app"));
        if (lab.options().backups()) {
            out.printf(
                    "  backups        stanza %s in %s%n", PgbackrestHost.stanza(), PgbackrestHost.repository(layout));
        }
        out.printf("  logs           %s%n", layout.logs());
        if (CliTool.jars(layout).built()) {
            out.printf("  pgbaton        %s%n", CliTool.starter(layout));
        }
    }
}
