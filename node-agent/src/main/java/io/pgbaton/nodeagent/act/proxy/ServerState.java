package io.pgbaton.nodeagent.act.proxy;

import java.util.Map;

/**
 * One line of "show servers state" (management.txt 9.3).
 *
 * @param operation srv_op_state: 0 stopped, 1 starting, 2 running, 3 stopping
 * @param administration srv_admin_state: 0 none, otherwise bits of maintenance and drain that an operator set
 * @param checks srv_check_state: bit 2 configured, bit 4 enabled
 */
public record ServerState(String name, int operation, int administration, int checks) {
    private static final int CONFIGURED_AND_ENABLED = 2 | 4;

    /** It takes new connections. */
    public boolean up() {
        return operation == 1 || operation == 2;
    }

    /** Somebody put it into maintenance or drain by hand: that is theirs to end. */
    public boolean administered() {
        return administration != 0;
    }

    /** Without checks a wrong health would stay for ever, since nothing corrects it. */
    public boolean checked() {
        return (checks & CONFIGURED_AND_ENABLED) == CONFIGURED_AND_ENABLED;
    }

    static ServerState of(Map<String, String> row) throws ProxyException {
        String command = "show servers state";
        return new ServerState(
                row.getOrDefault("srv_name", ""),
                RuntimeTable.number(command, row, "srv_op_state"),
                RuntimeTable.number(command, row, "srv_admin_state"),
                RuntimeTable.number(command, row, "srv_check_state"));
    }
}
