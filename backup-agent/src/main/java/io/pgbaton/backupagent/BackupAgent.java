package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.DrillProgram;
import io.pgbaton.backupagent.act.Launcher;
import io.pgbaton.backupagent.act.MissingReports;
import io.pgbaton.backupagent.act.NoDrills;
import io.pgbaton.backupagent.act.RestoreWrapper;
import io.pgbaton.backupagent.act.RunRecords;
import io.pgbaton.backupagent.act.StanzaLock;
import io.pgbaton.backupagent.act.StanzaRecorder;
import io.pgbaton.backupagent.act.StanzaWrapper;
import io.pgbaton.backupagent.config.BackupAgentConfig;
import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.config.StanzaConfig;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.folder.ArchiveMemory;
import io.pgbaton.backupagent.folder.DrillMemory;
import io.pgbaton.backupagent.folder.RunFolders;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.command.BusReach;
import io.pgbaton.runtime.command.CommandReader;
import io.pgbaton.runtime.command.TakenCommands;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.LeasedKey;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.http.Health;
import io.pgbaton.runtime.http.Reachable;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.record.Audit;
import io.pgbaton.runtime.record.AuditMetrics;
import io.pgbaton.runtime.record.JournaledOutbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The wiring of the backup agent: what it is made of, and in which order it starts and stops. On the event loop. */
final class BackupAgent {
    private static final Duration STOP_BOUND = Duration.ofSeconds(2);
    /** A backup of hours can wait for a disk that is busy. */
    private static final Duration LONGEST_FOR_AN_INTENT = Duration.ofSeconds(5);

    private static final int WORKERS = 4;
    private static final long LONGEST_BLOCK_SECONDS = 60;
    /** Beside the longest recovery: PostgreSQL stops in its own time. */
    private static final Duration TASK_MARGIN = Duration.ofMinutes(10);

    private final BackupAgentConfig config;
    private final Platform platform;
    private final DurableJournal journal;
    private final String instance = UUID.randomUUID().toString();
    private final BusWriter writer;
    private final Etcd etcd;
    private final WorkerExecutor worker;
    private final WorkerExecutor tasks;
    private final Map<Scope, StanzaRecorder> recorders = new LinkedHashMap<>();
    private final Map<String, Stanza> stanzas = new LinkedHashMap<>();
    private final List<Restores> restores = new ArrayList<>();
    private CommandReader commands;

    BackupAgent(BackupAgentConfig config, Platform platform, DurableJournal journal) {
        Vertx vertx = platform.vertx();
        this.config = config;
        this.platform = platform;
        this.journal = journal;
        this.writer = BusWriter.start(vertx, config.bus(), platform.registry(), journal);
        this.etcd = Etcd.open(vertx, platform.context(), config.etcd());
        this.tasks = vertx.createSharedWorkerExecutor(
                "member-tasks",
                Math.max(1, config.members().size()),
                config.limits().run().plus(TASK_MARGIN).toSeconds(),
                TimeUnit.SECONDS);
        this.worker = vertx.createSharedWorkerExecutor("backup-runs", WORKERS, LONGEST_BLOCK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Waits for neither the bus nor etcd. Runs of an earlier life are found before the first command is read.
     *
     * @return the port of HTTP
     */
    Future<Integer> start() {
        platform.stops().add("bus", STOP_BOUND, () -> writer.close(STOP_BOUND));
        platform.stops().add("etcd", STOP_BOUND, etcd::close);
        platform.stops().add("workers", STOP_BOUND, worker::close);
        platform.stops().add("member tasks", STOP_BOUND, tasks::close);
        config.scopes()
                .forEach(scope -> recorders.put(
                        scope,
                        new StanzaRecorder(
                                scope, config.node(), instance, new JournaledOutbox(writer, LONGEST_FOR_AN_INTENT))));
        Map<RunFolders, Consumer<Attempt>> folders = new LinkedHashMap<>();
        config.stanzas()
                .forEach(stanza -> folders.put(
                        assemble(stanza), attempt -> stanzas.get(stanza.name()).found(attempt)));
        config.members()
                .forEach(member -> folders.put(
                        assemble(member), attempt -> restores(member).found(attempt)));
        EarlierRuns earlier = new EarlierRuns(worker, recorders);
        return earlier.find(folders, journal.recovered())
                .compose(found ->
                        Future.all(restores.stream().map(Restores::begin).toList()))
                .compose(begun -> {
                    readCommands();
                    lookAtRepositories();
                    return serve();
                });
    }

    private RunFolders assemble(StanzaConfig stanza) {
        Scope scope = stanza.scope();
        RunFolders folders = new RunFolders(
                config.stateDir(), stanza.name(), scope.key(), config.limits().keepRuns());
        StanzaRecorder recorder = recorders.get(scope);
        StanzaMetrics metrics = new StanzaMetrics(platform.registry(), stanza);
        Audit audit = new Audit(recorder, new AuditMetrics(platform.registry(), scope));
        RunRecords records = new RunRecords(recorder, audit, metrics, config.node());
        RepositoryLook repository = new RepositoryLook(stanza.name());
        Lane.Tools tools = new Lane.Tools(
                worker,
                folders,
                new StanzaWrapper(
                        config.wrapper(),
                        config.pgbackrestConfig(),
                        new UpgradeCheck(stanza.name(), repository, new LeaderLook(etcd, scope))),
                lock(scope, PgbatonKeys.backupLock(stanza.name())),
                records);
        Lane.Tools drillTools = new Lane.Tools(
                worker,
                folders,
                drillProgram(stanza, repository),
                lock(scope, PgbatonKeys.drillLock(stanza.name())),
                records);
        DrillMemory memory = new DrillMemory(config.stateDir(), stanza.name());
        Drills drills = new Drills(config.drill(), config.node(), drillTools, memory);
        List<ArchiveLook> archives = stanza.repos().stream()
                .map(repo -> new ArchiveLook(
                        stanza.name(),
                        repo,
                        new ArchiveMemory(config.stateDir(), stanza.name(), repo),
                        new MissingReports(recorder, stanza.name()),
                        worker,
                        config.limits().archive()))
                .toList();
        Stanza made =
                new Stanza(stanza, config.limits(), platform, instance, repository, tools, drills, archives, metrics);
        stanzas.put(stanza.name(), made);
        platform.stops().add("stanza " + stanza.name(), STOP_BOUND, made::stop);
        return folders;
    }

    private StanzaLock lock(Scope scope, String key) {
        return new StanzaLock(platform.vertx(), etcd, scope, key, config.node(), instance);
    }

    private Launcher drillProgram(StanzaConfig stanza, RepositoryLook repository) {
        return config.drill()
                .<Launcher>map(drill -> new DrillProgram(
                        drill, stanza.probe(), config.wrapper(), config.pgbackrestConfig(), repository::choose))
                .orElseGet(NoDrills::new);
    }

    /** What it restores is told under the scope that the member is of, not the one that the backup is of. */
    private RunFolders assemble(MemberConfig member) {
        Scope scope = member.scope();
        String name = "restore@" + scope.key().replace('/', '@') + "@" + member.name();
        RunFolders folders = new RunFolders(
                config.stateDir(), name, scope.key(), config.limits().keepRuns());
        StanzaRecorder recorder = recorders.get(scope);
        StanzaMetrics lines = new StanzaMetrics(
                platform.registry(), new StanzaConfig("restore", scope, List.of(1), Optional.empty()));
        Audit audit = new Audit(recorder, new AuditMetrics(platform.registry(), scope));
        Lane.Tools tools = new Lane.Tools(
                worker,
                folders,
                new RestoreWrapper(config.wrapper(), config.pgbackrestConfig(), member),
                lock(scope, PgbatonKeys.backupLock(name)),
                new RunRecords(recorder, audit, lines, config.node()));
        Restores made = new Restores(
                member,
                config.node(),
                config.limits(),
                config.stateDir(),
                config.wrapper().toAbsolutePath().getParent(),
                platform,
                tools,
                tasks,
                recorder,
                audit,
                lines);
        restores.add(made);
        platform.stops().add(name, STOP_BOUND, made::stop);
        return folders;
    }

    private Restores restores(MemberConfig member) {
        return restores.stream()
                .filter(one -> one.member().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private void readCommands() {
        TakenCommands taken = TakenCommands.in(journal);
        CommandIntake intake = new CommandIntake(
                config.node(), stanzas, new RestoreIntake(restores), recorders, platform.registry(), taken);
        BusReader reader = BusReader.ofScopes(
                platform.vertx(),
                config.bus(),
                platform.registry(),
                Set.of(Topic.COMMANDS),
                Set.copyOf(config.scopes()),
                taken.start());
        commands = new CommandReader(Topics.ensure(platform.vertx(), config.bus()), reader, taken);
        commands.start(intake::accept, this::reportPoison);
        platform.stops().add("commands", STOP_BOUND, commands::close);
    }

    private void lookAtRepositories() {
        nowAndThen(config.limits().info(), Stanza::askInfo);
        nowAndThen(config.limits().archive(), Stanza::askArchives);
    }

    private void nowAndThen(Duration every, Consumer<Stanza> look) {
        long timer = platform.vertx()
                .setPeriodic(1, every.toMillis(), tick -> stanzas.values().forEach(look));
        platform.stops().add("looks", STOP_BOUND, () -> {
            platform.vertx().cancelTimer(timer);
            return Future.succeededFuture();
        });
    }

    private Future<Integer> serve() {
        DaemonServer server = new DaemonServer(platform.vertx(), platform.registry());
        BusReach bus = new BusReach(
                config.bus().bootstrap(),
                writer::reachable,
                commands::obstacle,
                "what runs goes on, and is told when the bus is back");
        server.check("bus", bus::records).check("commands", bus::commands).check("journal", journal::health);
        stanzas.values()
                .forEach(stanza -> server.check(
                        "stanza " + stanza.config().name(),
                        () -> stanza.repository().fault().isEmpty()
                                ? Health.ready("pgBackRest tells what is in the repository")
                                : Health.notReady(stanza.repository().fault())));
        server.status(() -> Future.succeededFuture(BackupsPage.of(config, stanzas.values())
                .put("instance", instance)
                .put("bus", bus.status())));
        server.routes()
                .get("/api/v1/backups", exchange -> exchange.json(200, BackupsPage.of(config, stanzas.values())));
        platform.stops().add("http", STOP_BOUND, server::stop);
        return server.start(config.http()).onSuccess(this::register);
    }

    /** Where a person who asks for a backup finds who can make it. */
    private void register(int port) {
        String url = "http://" + Reachable.from(new HostPort(config.http().host(), port), config.etcd());
        for (Scope scope : config.scopes()) {
            BackupAgentRegistration registration = BackupAgentRegistration.newBuilder()
                    .setNode(config.node())
                    .setInstance(instance)
                    .addAllStanzas(config.stanzasOf(scope).stream()
                            .map(StanzaConfig::name)
                            .toList())
                    .addAllMembers(config.membersOf(scope).stream()
                            .map(MemberConfig::name)
                            .toList())
                    .setUrl(url)
                    .setVersion(platform.version())
                    .setDrills(config.drill().isPresent())
                    .build();
            LeasedKey key = new LeasedKey(
                    etcd, new PgbatonKeys(scope).backupAgent(config.node()), CloudEventCodec.toJson(registration));
            platform.stops().add("registration", STOP_BOUND, key::stop);
        }
    }

    /** Whose command it was meant to be cannot be read, so it is reported under the first scope. */
    private void reportPoison(Poison poison) {
        Scope scope = config.scopes().get(0);
        String source = BusRecord.source(scope, config.node(), StanzaRecorder.DAEMON);
        writer.publish(Topic.AUDIT, poison.report(scope, source, Instant.now()));
    }
}
