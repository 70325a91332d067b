package io.pgbaton.nodeagent.kernel;

/** What the kernel answers, in words, and what to do about it. Numbers of x86-64 and aarch64 (asm-generic/errno.h). */
public enum Errno {
    EPERM(
            1,
            "not permitted",
            "give the agent CAP_NET_ADMIN (addresses, sessions) and CAP_NET_RAW (announcements),"
                    + " in systemd by AmbientCapabilities="),
    ENOENT(2, "no such object", "nothing: it is gone already"),
    EINTR(4, "interrupted", "try again"),
    EBADF(9, "socket closed", "nothing: the agent is stopping"),
    EAGAIN(11, "no answer in time", "look for a process that holds the kernel's network lock, then try again"),
    ENOMEM(12, "out of memory", "free memory on this host"),
    EACCES(13, "denied", "if it is an IPv6 address: set net.ipv6.conf.<interface>.disable_ipv6=0"),
    EBUSY(16, "busy", "try again"),
    EEXIST(17, "exists already", "look with 'ip address' who else manages this address"),
    ENODEV(19, "no such interface", "compare the interface in the configuration with 'ip link'"),
    EINVAL(22, "invalid argument", "report it with the kernel's version: this is a bug"),
    EMFILE(24, "too many open files", "raise LimitNOFILE of the agent"),
    EOPNOTSUPP(95, "not supported by this kernel", "use a kernel built with this feature"),
    EAFNOSUPPORT(97, "address family not supported", "enable IPv6 in this kernel, or use an IPv4 address"),
    EADDRNOTAVAIL(99, "no such address here", "nothing: it is gone already"),
    ENETDOWN(100, "interface is down", "bring it up: ip link set <interface> up"),
    ENOBUFS(105, "no buffer space", "try again; if it persists, raise net.core.rmem_default"),
    OTHER(0, "unexpected error", "look the number up with 'errno' or in errno(3)");

    private final int number;
    private final String meaning;
    private final String nextStep;

    Errno(int number, String meaning, String nextStep) {
        this.number = number;
        this.meaning = meaning;
        this.nextStep = nextStep;
    }

    int number() {
        return number;
    }

    static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number && errno != OTHER) {
                return errno;
            }
        }
        return OTHER;
    }

    String describe(int actualNumber) {
        String label = this == OTHER ? "errno " + actualNumber : name();
        return label + " (" + meaning + "); next step: " + nextStep;
    }
}
