package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.decide.address.FailsafePatience;
import io.pgbaton.proto.Scope;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, and again when it changes, that the lifetime is too short for the failsafe mode that Patroni is set to. */
final class LifetimeWarning {
    private static final Logger log = LoggerFactory.getLogger(LifetimeWarning.class);

    private final Scope scope;
    private final Duration lifetime;
    private Duration said = Duration.ZERO;

    LifetimeWarning(Scope scope, Duration lifetime) {
        this.scope = scope;
        this.lifetime = lifetime;
    }

    void read(Duration failsafeAfter) {
        Duration needed = FailsafePatience.lifetimeNeeded(failsafeAfter);
        if (needed.compareTo(lifetime) > 0 && !needed.equals(said)) {
            log.warn(
                    "Without etcd the address will be gone before Patroni says that failsafe mode is active: raise"
                            + " 'lifetime', or lower loop_wait and retry_timeout. scope={} lifetime_s={} needed_s={}",
                    scope.key(),
                    lifetime.toSeconds(),
                    needed.toSeconds());
        }
        said = needed;
    }
}
