package io.pgbaton.lab;

import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.Broker;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.cluster.EtcdMember;
import io.pgbaton.lab.cluster.HaproxyHost;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Prometheus;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.writer.WriterHost;
import java.util.ArrayList;
import java.util.List;

/** Which program each host runs, and how: the same for the first start and for every later one. */
final class Programs {
    private final Layout layout;
    private final LabOptions options;

    Programs(Layout layout, LabOptions options) {
        this.layout = layout;
        this.options = options;
    }

    List<Scope> scopes() {
        return options.secondScope() ? List.of(Scope.MAIN, Scope.OTHER) : List.of(Scope.MAIN);
    }

    boolean haveNodeAgents() {
        return NodeAgentHost.jars(layout).built();
    }

    boolean haveCoordinators() {
        return CoordinatorHost.jars(layout).built();
    }

    /** Built, and there is something for it to do. */
    boolean haveBackupAgent() {
        return options.backups() && BackupAgentHost.jars(layout).built();
    }

    /** Whether the program is there at all: the daemons of pgbaton may not be built. */
    boolean canRun(What what) {
        return switch (what) {
            case NODE_AGENT -> haveNodeAgents();
            case COORDINATOR -> haveCoordinators();
            case BACKUP_AGENT -> haveBackupAgent();
            default -> true;
        };
    }

    Program of(String host, What what) {
        if (!kindsOn(host).contains(what)) {
            throw new LabException(host + " runs no " + what + ", only " + kindsOn(host));
        }
        return switch (what) {
            case ETCD -> EtcdMember.program(layout, host);
            case PATRONI -> PatroniMember.program(layout, Scope.MAIN, host);
            case OTHER_PATRONI -> PatroniMember.program(layout, Scope.OTHER, host);
            case HAPROXY -> HaproxyHost.program(layout, host);
            case NODE_AGENT -> NodeAgentHost.program(layout, host);
            case BROKER -> Broker.program(layout);
            case COORDINATOR -> CoordinatorHost.program(layout, host);
            case PGBACKREST -> PgbackrestHost.program(layout, host);
            case BACKUP_AGENT -> BackupAgentHost.program(layout, host);
            case PROMETHEUS -> Prometheus.program(layout, options);
            case SUPERVISOR -> SupervisorMain.program(layout);
            case WRITER -> WriterHost.program(layout);
            case POSTGRES, OTHER_POSTGRES ->
                throw new LabException("PostgreSQL is started by Patroni: start " + host + " patroni");
        };
    }

    List<What> kindsOn(String host) {
        return switch (host) {
            case Layout.BUS -> List.of(What.BROKER);
            case Layout.MONITOR ->
                options.supervised() ? List.of(What.PROMETHEUS, What.SUPERVISOR) : List.of(What.PROMETHEUS);
            case Layout.CLIENT -> List.of(What.WRITER);
            case Layout.REPOSITORY -> options.backups() ? List.of(What.PGBACKREST, What.BACKUP_AGENT) : List.of();
            default ->
                Layout.COORDINATORS.contains(host)
                        ? List.of(What.COORDINATOR)
                        : Layout.SPARES.contains(host) ? kindsOnSpare() : kindsOnNode();
        };
    }

    /** Patroni and PostgreSQL are not the lab's to start there. */
    private List<What> kindsOnSpare() {
        return options.spares() ? List.of(What.PGBACKREST, What.BACKUP_AGENT, What.NODE_AGENT) : List.of();
    }

    private List<What> kindsOnNode() {
        List<What> kinds =
                new ArrayList<>(List.of(What.ETCD, What.PATRONI, What.POSTGRES, What.HAPROXY, What.NODE_AGENT));
        if (options.secondScope()) {
            kinds.addAll(List.of(What.OTHER_PATRONI, What.OTHER_POSTGRES));
        }
        if (options.backups()) {
            kinds.add(What.PGBACKREST);
        }
        if (options.spares()) {
            kinds.add(What.BACKUP_AGENT);
        }
        return kinds;
    }
}
