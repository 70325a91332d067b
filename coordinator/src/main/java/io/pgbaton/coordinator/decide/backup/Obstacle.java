package io.pgbaton.coordinator.decide.backup;

/** Why a backup that is due is not begun. */
public enum Obstacle {
    HANDOVER("a handover or a restore of the cluster goes on, or ended a moment ago"),
    PAUSED("the scope is paused: `pgbaton resume`"),
    FLAPPING("too many handovers: `pgbaton ack last`"),
    NO_LEADER("no leader takes writes: `pgbaton status`"),
    NO_STANDBY("no replica streams, and fromStandby is set: `pgbaton members`"),
    NO_AGENT("no backup agent has the stanza: is pgbaton-backup-agent running?"),
    NO_DRILLS("no backup agent of the stanza offers drills: give one of them `drill` in backup-agent.yaml");

    private final String sentence;

    Obstacle(String sentence) {
        this.sentence = sentence;
    }

    /** With what to do about it. */
    public String sentence() {
        return sentence;
    }
}
