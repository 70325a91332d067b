package io.pgbaton.nodeagent.warmup;

import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.decide.leadership.ScopeChanges;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.HashChain;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.runtime.record.Outbox;
import java.time.Instant;
import java.util.List;

/**
 * Decides and words made-up handovers before the first real one has to load all the classes: cold, that takes longer than
 * all the rest of it ({@code demo bench --cold 10} measures it). What goes over a socket is warmed up by rehearsals.
 * Nothing of this leaves the process, and nothing of it is logged.
 */
public final class WarmUp {
    static final Scope SCOPE = new Scope("warm", "up");
    static final String HERE = "here";
    static final String THERE = "there";

    /** What lies between two inputs; every span that a machine waits for is longer. */
    static final long STEP = 1_000_000;

    /** Revisions of one round: each key that it writes has its own. */
    private static final long REVISIONS = 100;

    private final Recorder recorder = new Recorder(SCOPE, HERE, "warm-up", (Outbox) (topic, record) ->
            CloudEventCodec.encode("none", Numbered.chained(record, 1, HashChain.START), false, Instant.EPOCH));
    private final MadeUpScope scope = new MadeUpScope();
    private final MadeUpPrimary primary = new MadeUpPrimary(recorder);
    private final MadeUpAddress address = new MadeUpAddress(recorder);
    private final MadeUpProxy proxy = new MadeUpProxy(recorder);
    private ScopeReading reading = ScopeReading.NOTHING;
    private long now = STEP;
    private long epoch;

    private WarmUp() {}

    /** What was really gone through: less than the rounds, and it warms up something else. */
    public record Gone(int raised, int dropped, int routed) {}

    /** Takes some hundred milliseconds for some hundred rounds; not on the event loop. */
    public static Gone through(int rounds) {
        WarmUp warmUp = new WarmUp();
        for (int round = 0; round < rounds; round++) {
            warmUp.passTo(THERE);
            warmUp.passTo(HERE);
        }
        return new Gone(warmUp.address.raised(), warmUp.address.dropped(), warmUp.proxy.routed());
    }

    /** One change of the leader as etcd would show it, and all that comes of it here. */
    private void passTo(String leader) {
        epoch += REVISIONS;
        for (ScopeReading next : List.of(scope.vacant(epoch - 1), scope.led(leader, epoch))) {
            ScopeReading before = reading;
            reading = next;
            now += STEP;
            address.scopeRead(now, next);
            primary.scopeRead(now, next);
            proxy.scopeRead(now, before, next);
            ScopeChanges.between(before, next, false).forEach(recorder::observed);
        }
        primary.answered(now);
        address.commanded(now, leader, epoch);
        proxy.commanded(now, leader, epoch);
    }
}
