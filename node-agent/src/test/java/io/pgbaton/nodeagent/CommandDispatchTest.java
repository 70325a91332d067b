package io.pgbaton.nodeagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.AcquireAddress;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Drain;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.Route;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.command.Heard;
import io.pgbaton.runtime.command.TakenCommands;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands for what this agent does not have: each is refused by name, and counted where an alert looks. */
class CommandDispatchTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<BusRecord> told = new ArrayList<>();
    private final List<String> noted = new ArrayList<>();
    private final CommandDispatch dispatch = new CommandDispatch(
            "n1",
            Map.of(SCOPE, agent()),
            new TakenCommands(Set.of(), Map.of(), (id, partition, offset) -> noted.add(id + "@" + offset)));

    @Test
    void r9ACommandForAnAddressThatIsNotHereIsRefusedAndCounted() {
        dispatch.accept(issued(command()
                .setAcquireAddress(AcquireAddress.newBuilder().setName("elsewhere"))
                .build()));

        Refusal refusal = onlyRefusal();
        assertEquals("acquire address", refusal.getAction());
        assertEquals("c-1", refusal.getCommandId());
        assertEquals(7, refusal.getEpoch());
        assertCounted("unknown_director", 1);
    }

    @Test
    void everyRefusalCounts() {
        Command route =
                command().setRoute(Route.newBuilder().setProxy("elsewhere")).build();
        dispatch.accept(issued(route));
        dispatch.accept(issued(route));

        assertCounted("unknown_director", 2);
    }

    @Test
    void aCommandOfALaterVersionIsRefusedAsMalformedAndCounted() {
        dispatch.accept(issued(command().build()));

        assertTrue(
                onlyRefusal().getDetail().contains("knows no such action"),
                onlyRefusal().getDetail());
        assertCounted("malformed", 1);
    }

    @Test
    void aCommandForAnotherNodeIsNotRefusedHere() {
        dispatch.accept(issued(command().setNode("n2").build()));

        assertEquals(List.of(), told);
        assertEquals(List.of("@41"), noted);
        assertTrue(!registry.scrape().contains("pgbaton_commands_refused_total"), registry.scrape());
    }

    @Test
    void r8WhatAnEarlierLifeTookInIsNotDoneAgainAndSaysSo() {
        Command acquire = command()
                .setAcquireAddress(AcquireAddress.newBuilder().setName("write"))
                .build();

        dispatch.accept(new Heard(issued(acquire).delivery(), true, true));

        Outcome outcome = told.get(0).data(Outcome.class);
        assertEquals(Result.RESULT_ALREADY, outcome.getResult());
        assertEquals("c-1", outcome.getCommandId());
        assertEquals(List.of("c-1@41"), noted);
    }

    @Test
    void aDrainThatCameWhileTheAgentWasNotRunningHasExpired() {
        Command drain =
                command().setDrain(Drain.newBuilder().setProxy("haproxy")).build();

        dispatch.accept(new Heard(issued(drain).delivery(), true, false));

        assertEquals("drain", onlyRefusal().getAction());
        assertCounted("expired", 1);
    }

    private void assertCounted(String reason, int times) {
        String line = "pgbaton_commands_refused_total{namespace=\"service\",reason=\"%s\",scope=\"demo\"} %.1f"
                .formatted(reason, (double) times);
        assertTrue(registry.scrape().contains(line), registry.scrape());
    }

    private Refusal onlyRefusal() {
        assertEquals(1, told.size());
        assertEquals(EventType.REFUSAL_RECORDED, told.get(0).type());
        return told.get(0).data(Refusal.class);
    }

    private ScopeAgent agent() {
        Recorder recorder = new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record));
        ScopeMetrics metrics = new ScopeMetrics(registry, SCOPE, BootClock::nanos);
        ScopeHands hands = new ScopeHands(SCOPE, "n1", InstantSource.system());
        return new ScopeAgent(
                "n1", recorder, new SourceRecords(recorder), metrics, new ScopeRoutes(), hands, (record, count) -> {});
    }

    private static Command.Builder command() {
        return Command.newBuilder().setNode("n1").setEpoch(7);
    }

    private static Heard issued(Command command) {
        BusRecord record = new BusRecord(
                "c-1",
                BusRecord.source(SCOPE, "co1", "coordinator"),
                EventType.COMMAND_ISSUED,
                SCOPE,
                command.getNode(),
                Instant.EPOCH,
                "",
                "",
                command);
        Decoded.Known decoded = new Decoded.Known(record, 0, "", false, Instant.EPOCH);
        return new Heard(new Delivery(decoded, Topic.COMMANDS, 3, 41, Instant.EPOCH), false, false);
    }
}
