package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.v1.MaintenanceState;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.handsoff.HandsOffReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators ask of this node in one scope (R11): read with the scope's keys, looked at again every second because a
 * maintenance ends by the wall clock of this host. On the event loop.
 */
final class ScopeHands {
    private static final Logger log = LoggerFactory.getLogger(ScopeHands.class);

    private final Scope scope;
    private final String node;
    private final InstantSource clock;
    private final HandsOffReader reader;
    private final Set<String> faults = new HashSet<>();
    private HandsOff read = HandsOff.NONE;
    private Now now = Now.FREE;

    /** What holds at this moment; each with why, "" when it does not. */
    record Now(String paused, String frozen, String maintenance, Set<String> maintained) {
        static final Now FREE = new Now("", "", "", Set.of());

        AddressInput forAddresses() {
            return new AddressInput.HandsOffSeen(BootClock.nanos(), frozen, maintenance);
        }

        RouteInput forProxies() {
            return new RouteInput.HandsOffSeen(BootClock.nanos(), paused, maintained);
        }
    }

    ScopeHands(Scope scope, String node, InstantSource clock) {
        this.scope = scope;
        this.node = node;
        this.clock = clock;
        this.reader = new HandsOffReader(scope);
    }

    /** @return whether something else holds now than before */
    boolean read(Map<String, Entry> entries) {
        read = reader.read(entries);
        faults.retainAll(read.faults());
        read.faults().stream().filter(faults::add).forEach(fault -> log.error("A key of an operator: {}", fault));
        return look();
    }

    /** @return whether something else holds now than before: the time of a maintenance is over */
    boolean look() {
        Now next = at(read, node, clock.instant());
        if (next.equals(now)) {
            return false;
        }
        say("paused", now.paused(), next.paused());
        say("address frozen", now.frozen(), next.frozen());
        say("maintenance", now.maintenance(), next.maintenance());
        now = next;
        return true;
    }

    Now now() {
        return now;
    }

    boolean inMaintenance() {
        return !now.maintenance().isEmpty();
    }

    JsonObject status() {
        JsonArray pauses = new JsonArray();
        read.pauses().forEach(pause -> pauses.add(HandsOffText.of(pause)));
        JsonArray maintenance = new JsonArray();
        read.maintenanceAt(clock.instant()).forEach(one -> maintenance.add(HandsOffText.of(one)));
        return new JsonObject()
                .put("paused", read.paused())
                .put("addressFrozen", !now.frozen().isEmpty())
                .put("pauses", pauses)
                .put("inMaintenance", inMaintenance())
                .put("maintenance", maintenance)
                .put("unreadable", new JsonArray(read.faults()));
    }

    private void say(String what, String before, String after) {
        if (!after.equals(before)) {
            log.info(
                    after.isEmpty() ? "No longer {}. scope={} it was \"{}\"" : "Now {}. scope={} because \"{}\"",
                    what,
                    scope,
                    after.isEmpty() ? before : after);
        }
    }

    private static Now at(HandsOff read, String node, Instant time) {
        List<MaintenanceState> maintenance = read.maintenanceAt(time);
        return new Now(
                read.pauses().stream().findFirst().map(HandsOffText::of).orElse(""),
                read.freeze().map(HandsOffText::of).orElse(""),
                read.maintenanceOf(node, time).map(HandsOffText::of).orElse(""),
                maintenance.stream()
                        .map(one -> one.getMaintenance().getMember())
                        .filter(member -> !member.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
