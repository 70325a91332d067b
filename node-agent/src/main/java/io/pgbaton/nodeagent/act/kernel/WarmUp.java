package io.pgbaton.nodeagent.act.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the warm-ups of this package share. The first call of each native path takes up to 100 ms: not in a handover. */
final class WarmUp {
    /** Reserved for documentation (RFC 5737): on no interface, so that to ask for it or to remove it changes nothing. */
    static final InetAddress ABSENT = documentationAddress();

    private WarmUp() {}

    private static InetAddress documentationAddress() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
