package io.pgbaton.coordinator;

import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsal;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsals;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverMark;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** {@code /status}: what this one coordinator has in its hands. The state of every scope is under /api/v1. */
final class StatusPage {
    private StatusPage() {}

    static JsonObject of(Parts parts, Shares shares) {
        JsonArray scopes = new JsonArray();
        shares.owners().map(StatusPage::scope).forEach(scopes::add);
        return new JsonObject()
                .put("name", parts.config().name())
                .put("run", parts.run())
                .put("partitions", new JsonArray(List.copyOf(shares.partitions())))
                .put("unpublished", parts.writer().depth())
                .put("scopes", scopes);
    }

    private static JsonObject scope(ScopeOwner owner) {
        JsonObject json = new JsonObject().put("scope", owner.scope().key());
        owner.state().ifPresentOrElse(state -> describe(state, json), () -> json.put("waits", "for etcd")
                .put("records", owner.backlog()));
        return json;
    }

    private static void describe(ScopeState state, JsonObject json) {
        state.facts().newest().ifPresent(reign -> json.put("leader", reign.member())
                .put("epoch", reign.last()));
        json.put(
                "agents",
                new JsonArray(state.agents().present().stream()
                        .map(AgentRegistration::getNode)
                        .toList()));
        json.put("patroniPaused", state.view().pause().paused())
                .put("paused", state.hands().paused())
                .put(
                        "pauses",
                        new JsonArray(state.hands().pauses().stream()
                                .map(HandsOffText::of)
                                .toList()))
                .put(
                        "maintenance",
                        new JsonArray(state.hands().maintenanceAt(Instant.now()).stream()
                                .map(HandsOffText::of)
                                .toList()))
                .put("unreadable", new JsonArray(state.hands().faults()))
                .put(
                        "flapping",
                        state.stability()
                                .flapping()
                                .map(HandoverMark::getHandover)
                                .orElse(null))
                .put(
                        "automation",
                        new JsonObject()
                                .put("allowed", state.obstacles().isEmpty())
                                .put(
                                        "waitsFor",
                                        new JsonArray(state.obstacles().stream()
                                                .map(Enum::name)
                                                .toList())));
        json.put("rehearsal", rehearsal(state.rehearsals()));
        state.handover()
                .ifPresent(handover -> json.put("handover", handover.opening().id())
                        .put("stage", handover.stage().name())
                        .put("commands", handover.commands().size()));
    }

    private static JsonObject rehearsal(Rehearsals rehearsals) {
        JsonObject json = new JsonObject()
                .put("running", rehearsals.running().map(Rehearsal::id).orElse(null));
        if (!rehearsals.last().getId().isEmpty()) {
            json.put("last", new JsonObject(CloudEventCodec.toJson(rehearsals.last())))
                    .put("red", !rehearsals.last().getCompleted());
        }
        return json;
    }
}
