package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Patroni of one node and, as its child, PostgreSQL 15. */
public final class PatroniMember {
    public static final String USER = "postgres";

    private PatroniMember() {}

    public static Program program(Layout layout, Scope scope, String node) {
        List<String> command =
                List.of("patroni", scope.patroniConfig(layout, node).toString());
        return Program.of(node, scope.patroni(), USER, command).withEnvironment(Map.of("PYTHONUNBUFFERED", "1"));
    }

    public static void writeConfig(Layout layout, LabOptions options, Scope scope, String node, Secrets secrets) {
        SystemUsers.folder(layout.data(node), USER, "rwxr-xr-x");
        SystemUsers.folder(layout.run(node), USER, "rwxr-xr-x");
        String text = head(layout, scope, node)
                + bootstrap(layout, options)
                + postgres(layout, scope, node, secrets)
                + (options.backups() && scope.equals(PgbackrestHost.SCOPE) ? archiving(layout, node, scope) : "");
        SystemUsers.secretFile(scope.patroniConfig(layout, node), text, USER);
    }

    /** As docs/restore.md has it: its next data comes from a backup. Patroni reads this when it is started. */
    public static void writeConfigOfRestorable(
            Layout layout, LabOptions options, Scope scope, String node, Secrets secrets) {
        SystemUsers.folder(layout.data(node), USER, "rwxr-xr-x");
        SystemUsers.folder(layout.run(node), USER, "rwxr-xr-x");
        String restored = Backups.forPatroni(layout).toString();
        String text = head(layout, scope, node)
                + bootstrap(layout, options)
                + """
                  method: pgbaton
                  pgbaton: {command: %s, keep_existing_recovery_conf: true}
                """
                        .formatted(restored)
                + postgres(layout, scope, node, secrets)
                + archiving(layout, node, scope)
                + """
                  create_replica_methods: [pgbaton, basebackup]
                  pgbaton: {command: %s, keep_data: true}
                """
                        .formatted(restored);
        SystemUsers.secretFile(scope.patroniConfig(layout, node), text, USER);
    }

    private static String head(Layout layout, Scope scope, String node) {
        String etcd = Layout.NODES.stream()
                .map(member -> "\"" + layout.ip(member) + ":2379\"")
                .collect(Collectors.joining(", "));
        return """
                scope: %s
                namespace: /%s/
                name: %s
                restapi: {listen: "0.0.0.0:%d", connect_address: "%s:%d"}
                etcd3:
                  hosts: [%s]
                """
                .formatted(
                        scope.name(),
                        scope.namespace(),
                        node,
                        scope.restPort(),
                        layout.ip(node),
                        scope.restPort(),
                        etcd);
    }

    private static String bootstrap(Layout layout, LabOptions options) {
        return """
                bootstrap:
                  dcs:
                    ttl: %d
                    loop_wait: %d
                    retry_timeout: %d
                    failsafe_mode: %s
                    maximum_lag_on_failover: 1048576
                    postgresql:
                      use_pg_rewind: true
                      use_slots: true
                      parameters:
                        wal_level: replica
                        hot_standby: "on"
                        wal_log_hints: "on"
                        max_wal_senders: 10
                        max_replication_slots: 10
                        max_connections: 100
                        shared_buffers: 32MB
                        wal_keep_size: 128MB
                        max_wal_size: 256MB
                  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, data-checksums]
                  pg_hba:
                  - local all all trust
                  - host all all 127.0.0.1/32 scram-sha-256
                  - host all all ::1/128 scram-sha-256
                  - host all all %s scram-sha-256
                  - host all all %s scram-sha-256
                  - host replication replicator %s scram-sha-256
                """
                .formatted(
                        options.ttl().toSeconds(),
                        options.loopWait().toSeconds(),
                        options.retryTimeout().toSeconds(),
                        options.failsafe(),
                        layout.subnet(),
                        layout.subnet6(),
                        layout.subnet());
    }

    /**
     * Dynamic shared memory in files of the data directory: in /dev/shm it would outlive a killed PostgreSQL. The setting
     * lab.member tells a client which member it talks to, whatever address it came by.
     */
    private static String postgres(Layout layout, Scope scope, String node, Secrets secrets) {
        return """
                postgresql:
                  listen: "*:%d"
                  connect_address: "%s:%d"
                  data_dir: %s
                  bin_dir: /usr/lib/postgresql/15/bin
                  pgpass: %s
                  use_unix_socket: true
                  authentication:
                    superuser: {username: postgres, password: "%s"}
                    replication: {username: replicator, password: "%s"}
                    rewind: {username: rewinder, password: "%s"}
                  basebackup: [{checkpoint: fast}]
                  parameters:
                    unix_socket_directories: "%s"
                    dynamic_shared_memory_type: mmap
                    lab.member: %s
                """
                .formatted(
                        scope.postgresPort(),
                        layout.ip(node),
                        scope.postgresPort(),
                        scope.dataDirectory(layout, node),
                        layout.run(node).resolve(scope.prefix() + "pgpass"),
                        secrets.of("postgres"),
                        secrets.of("replicator"),
                        secrets.of("rewinder"),
                        layout.run(node),
                        node);
    }

    /** Among the parameters. No restore_command: a promotion would ask the repository before it ends. */
    private static String archiving(Layout layout, String node, Scope scope) {
        return """
                    archive_mode: "on"
                    archive_command: "pgbackrest --config=%s --stanza=%s archive-push %%p"
                """
                .formatted(PgbackrestHost.config(layout, node), scope.name());
    }
}
