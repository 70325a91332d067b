package io.pgbaton.lab.chaos.plan;

import java.util.Locale;

/** What the nemesis can do to a lab. Lengths in milliseconds, from the fault to its healing. */
public enum FaultKind {
    /** kill -9 of the postmaster; Patroni starts it again, or another member leads. */
    KILL_POSTGRES(Where.NODE, Part.DATABASE, 1_000, 5_000),
    /** kill -9 of Patroni alone: its PostgreSQL goes on as an orphan. */
    KILL_PATRONI(Where.NODE, Part.DATABASE, 2_000, 12_000),
    /** kill -9 of Patroni and PostgreSQL at once. */
    KILL_MEMBER(Where.NODE, Part.DATABASE, 2_000, 12_000),
    KILL_ETCD(Where.NODE, Part.ETCD, 2_000, 10_000),
    KILL_HAPROXY(Where.NODE, Part.PROXY, 1_000, 8_000),
    /** Shorter and longer than the lifetime of an address. */
    KILL_AGENT(Where.NODE, Part.AGENT, 500, 10_000),
    KILL_COORDINATOR(Where.COORDINATOR, Part.COORDINATOR, 1_000, 12_000),
    KILL_BROKER(Where.BUS, Part.BUS, 2_000, 15_000),

    /** SIGSTOP of the postmaster: who is connected goes on, nobody else gets in. */
    STOP_POSTGRES(Where.NODE, Part.DATABASE, 1_000, 12_000),
    STOP_PATRONI(Where.NODE, Part.DATABASE, 1_000, 12_000),
    STOP_ETCD(Where.NODE, Part.ETCD, 1_000, 10_000),
    STOP_HAPROXY(Where.NODE, Part.PROXY, 1_000, 8_000),
    STOP_AGENT(Where.NODE, Part.AGENT, 500, 10_000),
    STOP_COORDINATOR(Where.COORDINATOR, Part.COORDINATOR, 1_000, 12_000),
    STOP_BROKER(Where.BUS, Part.BUS, 2_000, 15_000),

    /** The carrier of the host goes. */
    PULL_CABLE(Where.NODE, Part.NETWORK, 2_000, 12_000),
    /** Every packet in and out of the host is lost, while its carrier stays. */
    BLACK_HOLE(Where.NODE, Part.NETWORK, 2_000, 12_000),
    /** The host hears nobody, and is heard. */
    DEAF(Where.NODE, Part.NETWORK, 2_000, 12_000),
    /** The host hears, and nobody hears it. */
    MUTE(Where.NODE, Part.NETWORK, 2_000, 12_000),
    /** Packets of one member of etcd are dropped, all else of its host goes on. */
    ETCD_PORTS(Where.NODE, Part.ETCD, 2_000, 12_000),
    /** Two of three members of etcd are killed. */
    ETCD_QUORUM(Where.NODE, Part.ETCD, 2_000, 12_000),
    /** The host of the broker in a black hole. */
    BUS_HOLE(Where.BUS, Part.BUS, 2_000, 15_000),
    /** No byte is free in the folder of the agent's state and journal. */
    DISK_FULL(Where.NODE, Part.AGENT, 3_000, 12_000),
    /** All processes of a host stand still, for less than the lifetime of an address. */
    FREEZE_SHORT(Where.NODE, Part.HOST, 500, 2_500),
    /** The same for longer. */
    FREEZE_LONG(Where.NODE, Part.HOST, 6_000, 14_000),
    /** An orderly change of the leader, asked of Patroni, which chooses the next. */
    SWITCHOVER(Where.NODE, Part.DATABASE, 3_000, 3_000);

    /** On which kind of host it can strike. */
    public enum Where {
        NODE,
        COORDINATOR,
        BUS
    }

    /** What it disturbs: two faults at once never disturb the same part, so that either can be done and undone. */
    public enum Part {
        DATABASE,
        ETCD,
        PROXY,
        AGENT,
        COORDINATOR,
        BUS,
        NETWORK,
        HOST
    }

    private final Where where;
    private final Part part;
    private final int shortest;
    private final int longest;

    FaultKind(Where where, Part part, int shortest, int longest) {
        this.where = where;
        this.part = part;
        this.shortest = shortest;
        this.longest = longest;
    }

    public Where where() {
        return where;
    }

    public Part part() {
        return part;
    }

    int shortest() {
        return shortest;
    }

    int longest() {
        return longest;
    }

    /** A host that stands still takes all of its processes with it: no other fault can be done to them meanwhile. */
    boolean canGoWith(FaultKind other) {
        return part != other.part && part != Part.HOST && other.part != Part.HOST;
    }

    /** As reports print it: "kill agent". */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
