package io.pgbaton.nodeagent.observe.scope;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.KeyReading.Kind;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.AddressKey;
import io.pgbaton.runtime.etcd.Entry;
import java.util.concurrent.TimeUnit;

/** The address key as this machine sees it. */
public final class AddressKeyReader {
    private final String node;
    private final String machineId;

    public AddressKeyReader(String node, String machineId) {
        this.node = node;
        this.machineId = machineId;
    }

    /**
     * A value that cannot be read counts as another's: nothing is ever taken over something not understood.
     *
     * @param entry the address key, null when absent
     * @param taken the record of who took it last, null when absent
     */
    public KeyReading read(Entry entry, Entry taken) {
        long lastTaken = taken == null ? 0 : taken.modRevision();
        return entry == null ? absent(taken, lastTaken) : present(entry, lastTaken);
    }

    private KeyReading absent(Entry taken, long lastTaken) {
        if (taken == null) {
            return KeyReading.absent(0, 0);
        }
        try {
            AddressKey last = CloudEventCodec.fromJson(taken.value(), AddressKey.getDefaultInstance());
            long lifetime = TimeUnit.MILLISECONDS.toNanos(last.getLifetimeMs());
            return isOurs(last) ? KeyReading.left(lifetime, lastTaken) : KeyReading.absent(lifetime, lastTaken);
        } catch (InvalidProtocolBufferException unreadable) {
            return KeyReading.absent(0, lastTaken);
        }
    }

    private KeyReading present(Entry entry, long lastTaken) {
        try {
            AddressKey key = CloudEventCodec.fromJson(entry.value(), AddressKey.getDefaultInstance());
            return new KeyReading(
                    kind(key),
                    entry.modRevision(),
                    key.getEpoch(),
                    entry.lease(),
                    TimeUnit.MILLISECONDS.toNanos(key.getLifetimeMs()),
                    key.getNode(),
                    lastTaken);
        } catch (InvalidProtocolBufferException e) {
            return new KeyReading(
                    Kind.OTHERS, entry.modRevision(), 0, entry.lease(), 0, "an unreadable value", lastTaken);
        }
    }

    private Kind kind(AddressKey key) {
        if (key.getReleased()) {
            return Kind.RELEASED;
        }
        return isOurs(key) ? Kind.MINE : Kind.OTHERS;
    }

    private boolean isOurs(AddressKey key) {
        return key.getNode().equals(node) && key.getMachineId().equals(machineId);
    }
}
