package io.pgbaton.runtime.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address with its prefix length. Two texts of one address are equal here: {@code fd00::1} and {@code
 * fd00:0:0::1}.
 *
 * @param prefix bits, 0 to 32 or 0 to 128
 */
public record Cidr(InetAddress address, int prefix) {
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text);
        }
        InetAddress address = literal(text.substring(0, slash));
        int prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > address.getAddress().length * 8) {
            throw new IllegalArgumentException(text);
        }
        return new Cidr(address, prefix);
    }

    /** True for /32 and /128: one address and nothing beside it. */
    public boolean isSingle() {
        return prefix == address.getAddress().length * 8;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }

    /** A name would be looked up in the DNS, so nothing but the characters of an address may get there. */
    private static InetAddress literal(String text) {
        boolean ipv6 = text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (!ipv6 && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new IllegalArgumentException(text);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(text, noAddress);
        }
    }
}
