package io.pgbaton.sim.etcd;

import java.util.Optional;

/** A condition of a transaction: the key is at this mod revision (0: absent), and holds this value if one is named. */
public record Compare(String key, long modRevision, Optional<EtcdValue> value) {

    public static Compare at(String key, long modRevision) {
        return new Compare(key, modRevision, Optional.empty());
    }

    public static Compare is(String key, long modRevision, EtcdValue value) {
        return new Compare(key, modRevision, Optional.of(value));
    }

    boolean holds(Optional<KeyValue> stored) {
        return stored.map(KeyValue::modRevision).orElse(0L) == modRevision
                && (value.isEmpty() || stored.map(KeyValue::value).equals(value));
    }
}
