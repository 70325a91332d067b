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

    /** pgbaton's own; with the value {@link #FREEZE} it freezes the address. */
    public static final String PAUSE = new PgbatonKeys(SCOPE).pause();

    public static final EtcdValue FREEZE = new EtcdValue.Text("{\"address\":true}");

    /** {@link #CONFIG} while Patroni is paused. */
    public static final EtcdValue PAUSED = new EtcdValue.Text("{\"pause\":true}");

    private Keys() {}

    public static String maintenance(String node) {
        return new PgbatonKeys(SCOPE).maintenance(node);
    }
}
