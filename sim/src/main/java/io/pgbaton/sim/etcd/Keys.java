package io.pgbaton.sim.etcd;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;

/** The keys of the one scope that a world has. */
public final class Keys {
    public static final Scope SCOPE = new Scope("service", "demo");
    public static final String LEADER = new PatroniKeys(SCOPE).leader();
    public static final String CONFIG = new PatroniKeys(SCOPE).config();
    public static final String FAILOVER = new PatroniKeys(SCOPE).failover();
    public static final String FAILSAFE = new PatroniKeys(SCOPE).failsafe();
    public static final String ADDRESS = new PgbatonKeys(SCOPE).address("write");
    public static final String TAKEN = new PgbatonKeys(SCOPE).taken("write");

    /** {@link #CONFIG} while Patroni is paused. */
    public static final EtcdValue PAUSED = new EtcdValue.Text("{\"pause\":true}");

    private Keys() {}
}
