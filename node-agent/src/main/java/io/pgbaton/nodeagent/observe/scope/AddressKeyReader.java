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
        return entry == null
                ? KeyReading.absent(taken == null ? 0 : lifetime(taken), lastTaken)
                : present(entry, lastTaken);
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

    private static long lifetime(Entry taken) {
        try {
            AddressKey record = CloudEventCodec.fromJson(taken.value(), AddressKey.getDefaultInstance());
            return TimeUnit.MILLISECONDS.toNanos(record.getLifetimeMs());
        } catch (InvalidProtocolBufferException unreadable) {
            return 0;
        }
    }

    private Kind kind(AddressKey key) {
        if (key.getReleased()) {
            return Kind.RELEASED;
        }
        boolean mine = key.getNode().equals(node) && key.getMachineId().equals(machineId);
        return mine ? Kind.MINE : Kind.OTHERS;
    }
}
