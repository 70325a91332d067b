package io.pgbaton.proto.id;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids derived from what happened (R8): etcd cluster id, scope, type, subject and an anchor, so that many who see one fact
 * give it one id, and a repeat is known as one. Never from the time of sight.
 */
public final class EventIds {
    /** 96 bits: no collision in any bus that people run, and short enough to be read aloud in two breaths. */
    private static final int BYTES = 12;

    private EventIds() {}

    /**
     * @param anchor what makes the fact unique: an epoch, a {@code mod_revision}, epoch and postmaster start time; instance
     *     and counter only for what is local to one agent
     */
    public static String fact(long etcdCluster, Scope scope, EventType type, String subject, String anchor) {
        return digest("fact", Long.toHexString(etcdCluster), scope.key(), type.type(), subject, anchor);
    }

    /** The handover that begins with the end of this epoch; 0 for the first leader a scope ever has. */
    public static String handover(long etcdCluster, Scope scope, long endedEpoch) {
        return digest("handover", Long.toHexString(etcdCluster), scope.key(), Long.toString(endedEpoch));
    }

    /** The rehearsal that this revision of its key asked for. */
    public static String rehearsal(long etcdCluster, Scope scope, long revision) {
        return digest("rehearsal", Long.toHexString(etcdCluster), scope.key(), Long.toString(revision));
    }

    /** The command that this revision of the request's key asked for. */
    public static String backup(long etcdCluster, Scope scope, long revision) {
        return digest("backup", Long.toHexString(etcdCluster), scope.key(), Long.toString(revision));
    }

    /** The new cluster that this revision of the request's key asked for. */
    public static String restore(long etcdCluster, Scope scope, long revision) {
        return digest("restore", Long.toHexString(etcdCluster), scope.key(), Long.toString(revision));
    }

    /**
     * The command for a backup that a policy wants: whoever works out the same gives the same.
     *
     * @param policy stanza and repository
     * @param anchor the due time, or the epoch of a new leader; nothing of it counts within an etcd cluster
     * @param attempt from 1
     */
    public static String plannedBackup(Scope scope, String policy, String anchor, int attempt) {
        return digest("planned backup", scope.key(), policy, anchor, Integer.toString(attempt));
    }

    /** One attempt to carry out a command; from 1. */
    public static String attempt(String command, int attempt) {
        return digest("attempt", command, Integer.toString(attempt));
    }

    /** A command: the same action for the same director in the same epoch is the same command. */
    public static String command(String handover, long epoch, String node, String action, String target) {
        return digest("command", handover, Long.toString(epoch), node, action, target);
    }

    /** The n-th thing that one run of one agent did by itself. */
    public static String local(String instance, long counter) {
        return digest("local", instance, Long.toString(counter));
    }

    private static String digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // Length first, so that ("ab","c") and ("a","bc") differ.
                sha.update((byte) (bytes.length >>> 8));
                sha.update((byte) bytes.length);
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
