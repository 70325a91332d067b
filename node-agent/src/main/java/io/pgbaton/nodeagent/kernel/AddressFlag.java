package io.pgbaton.nodeagent.kernel;

import java.util.EnumSet;
import java.util.Set;

/** The flags of an address that matter here (linux/if_addr.h). */
public enum AddressFlag {
    /** Shares its prefix with an earlier address, and goes with it unless promote_secondaries is set. */
    SECONDARY(0x01),
    NODAD(0x02),
    DADFAILED(0x08),
    DEPRECATED(0x20),
    TENTATIVE(0x40),
    PERMANENT(0x80),
    NOPREFIXROUTE(0x200);

    private final int bit;

    AddressFlag(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    static Set<AddressFlag> of(int bits) {
        Set<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        for (AddressFlag flag : values()) {
            if ((bits & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
