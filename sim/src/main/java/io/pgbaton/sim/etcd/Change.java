package io.pgbaton.sim.etcd;

import java.util.Optional;

/** One change of one key, as a watch tells it. */
public record Change(long revision, String key, Optional<KeyValue> before, Optional<KeyValue> now) {

    @Override
    public String toString() {
        String what = now.map(kv -> "PUT " + key + " = " + kv.value()).orElse("DELETE " + key);
        return what + " revision " + revision;
    }
}
