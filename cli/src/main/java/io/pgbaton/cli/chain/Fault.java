package io.pgbaton.cli.chain;

import java.util.Locale;

/** What can be found in the records of one source. */
public enum Fault {
    MISSING(
            true,
            "somebody deleted it, or the daemon lost it: look in the log of the source around this time for `A record is"
                    + " lost` and `A part of the journal is damaged`; without such a line treat it as tampering"),
    ALTERED(
            true,
            "it is not what its writer published: keep the topic as it is, compare with a backup or a mirror of it, and"
                    + " look at who may write to the topic (kafka-acls)"),
    DOUBLED(
            true,
            "its writer did not send it twice, or it would be marked as replayed: look at who else writes to the topic,"
                    + " as a mirror that was set up twice"),
    OUT_OF_ORDER(
            true,
            "its writer did not send it late, or it would be marked as replayed: look at who else writes to the topic, as"
                    + " a restore or a mirror"),
    UNREADABLE(
            true,
            "it is none of ours: look at it with kafka-console-consumer, and at who may write to the topic (kafka-acls)"),
    RESTARTED(
            false,
            "compare with the log of the source: a journal folder that was deleted, a host that was installed anew, or a"
                    + " daemon that died while its disk took no records. Without such a reason treat it as tampering"),
    UNPROVEN(
            false,
            "nothing shows whether such records are whole: they were written while the journal of the daemon could not be"
                    + " opened (its log says `New records are kept in memory alone`), or by a version without a chain");

    private final boolean breaks;
    private final String nextStep;

    Fault(boolean breaks, String nextStep) {
        this.breaks = breaks;
        this.nextStep = nextStep;
    }

    /** Whether the chain is broken by it; else it is whole as far as it can be seen. */
    public boolean breaks() {
        return breaks;
    }

    public String nextStep() {
        return nextStep;
    }

    /** As in words. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
