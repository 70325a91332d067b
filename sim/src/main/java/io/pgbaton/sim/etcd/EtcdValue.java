package io.pgbaton.sim.etcd;

import io.pgbaton.proto.v1.HandoverRecord;

/** What a key holds. Kept as objects: their encoding has tests of its own, and lives have to be short. */
public sealed interface EtcdValue {

    /** A plain text, as in Patroni's leader key. */
    record Text(String text) implements EtcdValue {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A coordinator's record of the open or the last handover. */
    record Handover(HandoverRecord record) implements EtcdValue {
        @Override
        public String toString() {
            return (record.getOpen() ? "open " : "closed ") + record.getId() + " by " + record.getCoordinator();
        }
    }

    /** The address key (R1a). */
    record Claim(boolean released, String member, String instance, long epoch, long lifetime) implements EtcdValue {
        @Override
        public String toString() {
            return released ? "released" : member + "@" + epoch + " by " + instance;
        }
    }
}
