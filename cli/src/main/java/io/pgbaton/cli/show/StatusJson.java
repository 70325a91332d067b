package io.pgbaton.cli.show;

import com.google.protobuf.Message;
import io.pgbaton.cli.read.PatroniMember;
import io.pgbaton.cli.read.Problems;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.HandoverMark;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A scope for programs. */
public final class StatusJson {

    private StatusJson() {}

    public static JsonObject of(ScopeState state, Optional<ClusterState> described) {
        JsonObject json = new JsonObject()
                .put("scope", state.scope().key())
                .put("leader", state.leader().orElse(null))
                .put("epoch", state.epoch())
                .put("patroniPaused", state.patroniPaused())
                .put("paused", state.handsOff().paused())
                .put("pauses", array(state.handsOff().pauses()))
                .put("maintenance", array(state.handsOff().maintenanceAt(Instant.now())))
                .put("flapping", state.flapping().map(HandoverMark::getHandover).orElse(null))
                .put("members", members(state))
                .put("addresses", addresses(state))
                .put("agents", agents(state))
                .put("problems", new JsonArray(Problems.of(state, described, Instant.now())));
        described.ifPresent(one -> json.put("described", new JsonObject(CloudEventCodec.toJson(one))));
        return json;
    }

    private static JsonArray array(List<? extends Message> messages) {
        return new JsonArray(messages.stream()
                .map(message -> new JsonObject(CloudEventCodec.toJson(message)))
                .toList());
    }

    public static JsonArray members(ScopeState state) {
        JsonArray members = new JsonArray();
        state.members().forEach(member -> members.add(member(state, member)));
        return members;
    }

    private static JsonObject member(ScopeState state, PatroniMember member) {
        JsonObject json = new JsonObject()
                .put("name", member.name())
                .put("leader", state.isLeader(member))
                .put("role", member.role())
                .put("state", member.state())
                .put("timeline", member.timeline())
                .put("host", member.host())
                .put("apiUrl", member.apiUrl())
                .put("patroniVersion", member.version())
                .put(
                        "agent",
                        state.agentOf(member).map(agent -> agent.getMode()).orElse(null));
        state.lag(member).ifPresent(lag -> json.put("lagBytes", lag));
        return json;
    }

    private static JsonArray addresses(ScopeState state) {
        JsonArray addresses = new JsonArray();
        state.addresses()
                .forEach(address -> addresses.add(
                        new JsonObject(CloudEventCodec.toJson(address.key())).put("name", address.name())));
        return addresses;
    }

    private static JsonArray agents(ScopeState state) {
        JsonArray agents = new JsonArray();
        state.agents().forEach(agent -> agents.add(new JsonObject(CloudEventCodec.toJson(agent))));
        return agents;
    }
}
