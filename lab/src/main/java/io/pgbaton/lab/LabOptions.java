package io.pgbaton.lab;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How a lab is set up.
 *
 * @param ttl Patroni's ttl; ttl 5, loopWait 1, retryTimeout 2 is the shortest that runs stably with 3.0.2
 * @param retryTimeout never below 2 s: with 1 s no member of Patroni 3.0.2 can ever take the lock
 * @param lifetime how long an address stays without a confirmation, 3 s at least
 * @param failsafe Patroni's failsafe_mode
 * @param secondScope also run a cluster of the same scope name in the namespace "other"
 * @param supervised start again whatever died, as systemd would
 * @param backups service/demo archives to a pgBackRest repository on a host of its own
 * @param spares two more nodes, with agents alone, on which a new cluster service/demo2 can be made from a backup; and backup
 *     agents on all nodes, which rebuild members of service/demo
 */
public record LabOptions(
        Duration ttl,
        Duration loopWait,
        Duration retryTimeout,
        Duration lifetime,
        boolean failsafe,
        boolean secondScope,
        boolean supervised,
        boolean backups,
        boolean spares) {

    public LabOptions {
        if (retryTimeout.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new LabException("retry_timeout must be 2 s at least: with less no Patroni can take the leader key");
        }
        if (loopWait.plus(retryTimeout.multipliedBy(2)).compareTo(ttl) > 0) {
            throw new LabException(
                    "Patroni wants loop_wait + 2 * retry_timeout <= ttl: raise the ttl or lower the others");
        }
        if (lifetime.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new LabException("the lifetime of an address must be 3 s at least");
        }
    }

    /** Patroni's own defaults, as in production; the lifetime is the lab's. */
    public static LabOptions defaults() {
        return new LabOptions(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                false,
                false,
                false,
                true,
                false);
    }

    /** For scenarios in which the ttl is not the point: a killed leader is replaced after five seconds. */
    public static LabOptions quick() {
        return defaults().withPatroni(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    public LabOptions withPatroni(Duration newTtl, Duration newLoopWait, Duration newRetryTimeout) {
        return new LabOptions(
                newTtl, newLoopWait, newRetryTimeout, lifetime, failsafe, secondScope, supervised, backups, spares);
    }

    public LabOptions withLifetime(Duration newLifetime) {
        return new LabOptions(
                ttl, loopWait, retryTimeout, newLifetime, failsafe, secondScope, supervised, backups, spares);
    }

    public LabOptions withFailsafe() {
        return new LabOptions(ttl, loopWait, retryTimeout, lifetime, true, secondScope, supervised, backups, spares);
    }

    public LabOptions withSecondScope() {
        return new LabOptions(ttl, loopWait, retryTimeout, lifetime, failsafe, true, supervised, backups, spares);
    }

    public LabOptions withSupervision() {
        return new LabOptions(ttl, loopWait, retryTimeout, lifetime, failsafe, secondScope, true, backups, spares);
    }

    public LabOptions withoutBackups() {
        return new LabOptions(ttl, loopWait, retryTimeout, lifetime, failsafe, secondScope, supervised, false, false);
    }

    public LabOptions withSpares() {
        return new LabOptions(ttl, loopWait, retryTimeout, lifetime, failsafe, secondScope, supervised, true, true);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("ttl", ttl.toSeconds())
                .put("loopWait", loopWait.toSeconds())
                .put("retryTimeout", retryTimeout.toSeconds())
                .put("lifetime", lifetime.toSeconds())
                .put("failsafe", failsafe)
                .put("secondScope", secondScope)
                .put("supervised", supervised)
                .put("backups", backups)
                .put("spares", spares);
    }

    static LabOptions fromJson(JsonObject json) {
        return new LabOptions(
                Duration.ofSeconds(json.getLong("ttl")),
                Duration.ofSeconds(json.getLong("loopWait")),
                Duration.ofSeconds(json.getLong("retryTimeout")),
                Duration.ofSeconds(json.getLong("lifetime")),
                json.getBoolean("failsafe"),
                json.getBoolean("secondScope"),
                json.getBoolean("supervised"),
                json.getBoolean("backups"),
                json.getBoolean("spares", false));
    }
}
