package io.pgbaton.cli.read;

import io.pgbaton.proto.v1.AddressKey;

/** One address of a scope as its key in etcd says. */
public record AddressState(String name, AddressKey key) {

    public boolean isHeld() {
        return !key.getReleased();
    }
}
