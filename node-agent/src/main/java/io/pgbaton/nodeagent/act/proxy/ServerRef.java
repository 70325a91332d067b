package io.pgbaton.nodeagent.act.proxy;

import java.util.regex.Pattern;

/**
 * One server of one backend. Names go into a command line as they are, and member names come from etcd: whatever is not
 * a name in HAProxy's sense (letters, digits, "-", "_", ".", ":") is refused here, so that no name can carry a command.
 */
public record ServerRef(String backend, String server) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");

    public ServerRef {
        requireName(backend);
        requireName(server);
    }

    /** @throws IllegalArgumentException when HAProxy could not have anything of this name */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for HAProxy: \"" + name + "\"");
        }
        return name;
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String toString() {
        return backend + "/" + server;
    }
}
