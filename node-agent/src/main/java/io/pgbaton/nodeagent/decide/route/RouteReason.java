package io.pgbaton.nodeagent.decide.route;

/** Why a backend is set: the audit's reason, and in which of its words the action is told. */
public enum RouteReason {
    EPOCH_ENDED("prepare route", "the epoch ended: nobody is to get writes"),
    LEADER_CHANGED("prepare route", "another member leads and is not writable yet"),
    PREPARE_COMMANDED("prepare route", "the coordinator asked for it"),
    ROUTE_COMMANDED("route", "the coordinator asked for it"),
    AUTONOMY("route", "the leader is writable and no command came"),
    DRAIN_COMMANDED("drain", "the coordinator asked for it"),
    SWITCHOVER_REQUESTED("drain", "Patroni was asked to switch over now"),
    LEADER_STOPPING("drain", "the leader stops for the switchover that was scheduled"),
    UNDRAIN_COMMANDED("undrain", "the coordinator asked for it"),
    SWITCHOVER_WITHDRAWN("undrain", "the switchover was called off"),
    DRAIN_OVER("undrain", "the leader still leads after the longest drain"),
    MEMBERS_CHANGED("route", "a replica came, went, or fell behind"),
    MAINTENANCE("route", "a node went into maintenance, or came back from it"),
    PROXY_SEEN("route", "the proxy answers, or its servers changed"),
    PROXY_RELOADED("route", "the proxy was reloaded and forgot"),
    PROXY_CONTRADICTS("route", "the proxy shows something else than was sent"),
    RETRY("route", "the proxy did not take it before");

    private final String action;
    private final String sentence;

    RouteReason(String action, String sentence) {
        this.action = action;
        this.sentence = sentence;
    }

    /** In the words of the audit: prepare route, route, drain, undrain. */
    public String action() {
        return action;
    }

    public String sentence() {
        return sentence;
    }
}
