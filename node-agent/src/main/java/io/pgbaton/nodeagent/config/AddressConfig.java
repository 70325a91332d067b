package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.Cidr;
import io.pgbaton.runtime.config.ConfigNode;
import java.net.InetAddress;
import java.util.List;

/**
 * An address this agent may carry.
 *
 * @param name of the director, unique within the scope
 * @param address /32 or /128 always (R1d); the prefix is checked and not kept
 */
public record AddressConfig(String name, InetAddress address, String networkInterface) {
    static final Check<String> NAME =
            Check.matching("[a-zA-Z0-9._-]{1,60}", "at most 60 letters, digits, dots, dashes");

    private static final Check<Cidr> SINGLE = new Check<>(
            Cidr::isSingle, "one single address, /32 or /128: one of a shared prefix can take the host's own with it");

    static AddressConfig read(ConfigNode node, Host host) {
        Check<Cidr> notOwn = new Check<>(
                cidr -> !host.isItsOwn(cidr.address()),
                "another than the address by which this host itself is reached");
        Check<String> known = new Check<>(
                name -> host.interfaces().map(all -> all.contains(name)).orElse(true),
                "an interface of this host: "
                        + String.join(", ", host.interfaces().orElse(List.of())));
        return new AddressConfig(
                node.text("name").must(NAME).required(),
                node.cidr("address").must(SINGLE).must(notOwn).required().address(),
                node.text("interface").must(known).required());
    }
}
