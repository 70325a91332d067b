package io.pgbaton.proto.key;

import io.pgbaton.proto.Scope;

/** pgbaton's own keys: below /pgbaton/, never below Patroni's prefix, which {@code patronictl remove} deletes. */
public record PgbatonKeys(Scope scope) {
    public static final String ROOT = "/pgbaton/";

    /** The pause of all scopes, outside the prefix of any. */
    public static final String PAUSE_ALL = ROOT + "pause";

    /** Who ended the last one. */
    public static final String RESUMED_ALL = ROOT + "resumed";

    /** Who works on a stanza now, over all scopes: a repository does not care who shares it. On a lease. */
    public static String backupLock(String stanza) {
        return ROOT + "backup/" + stanza;
    }

    /** A drill reads the repository: it waits for other drills of the stanza alone. */
    public static String drillLock(String stanza) {
        return backupLock(stanza) + "/drill";
    }

    public String prefix() {
        return ROOT + scope.key() + "/";
    }

    /** Who holds an address (R1a). */
    public String address(String name) {
        return addresses() + name;
    }

    public String addresses() {
        return prefix() + "address/";
    }

    /**
     * Who took an address last, written in one transaction with its address key but on no lease: whoever finds the address
     * key gone learns from it whether that was the key it knew, or a later one that came and went unseen (R1c).
     */
    public String taken(String name) {
        return takenOnes() + name;
    }

    public String takenOnes() {
        return prefix() + "taken/";
    }

    /** One registration an agent, on a lease; the roster of a handover is made of these. */
    public String agent(String node) {
        return agents() + node;
    }

    public String agents() {
        return prefix() + "agents/";
    }

    /** The open or the last handover, written by compare-and-swap. */
    public String handover() {
        return prefix() + "handover";
    }

    /** Each put asks for a rehearsal: so the watches on it are rehearsed too. */
    public String rehearsal() {
        return prefix() + "rehearsal";
    }

    /** Each put asks for one task of a backup agent. */
    public String backupRequest() {
        return prefix() + "backup/request";
    }

    /** One registration a backup agent, on a lease; they are no part of a handover. */
    public String backupAgent(String node) {
        return backupAgents() + node;
    }

    public String backupAgents() {
        return prefix() + "backup/agents/";
    }

    /** Each put asks for a new cluster from a backup, in this scope. */
    public String restoreRequest() {
        return prefix() + "restore/request";
    }

    /** How often etcd was restored, as agents noticed it; a decimal number, absent for never ({@link CountedRevision}). */
    public String count() {
        return prefix() + "count";
    }

    /** The pause flag: a key, so that agents know it without the bus (R7, R11). */
    public String pause() {
        return prefix() + "pause";
    }

    /** Who ended the last pause. */
    public String resumed() {
        return prefix() + "resumed";
    }

    /** A node whose member is to get no traffic. */
    public String maintenance(String node) {
        return maintenances() + node;
    }

    public String maintenances() {
        return prefix() + "maintenance/";
    }

    /** The newest handover that a person has taken note of. */
    public String acknowledged() {
        return prefix() + "acknowledged";
    }
}
