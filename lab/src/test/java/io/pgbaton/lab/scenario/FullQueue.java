package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;

/** More waits than pgBackRest may keep: it throws away what it is given to archive, and says that it has it. */
final class FullQueue {
    private FullQueue() {}

    static void at(Lab lab, Host host, Runnable meanwhile) {
        Path config = PgbackrestHost.config(lab.layout(), host.name());
        String was = SystemUsers.read(config);
        write(config, was.replaceFirst("\\[global]\n", "[global]\narchive-push-queue-max=1MB\n"));
        try {
            meanwhile.run();
        } finally {
            write(config, was);
        }
    }

    private static void write(Path config, String text) {
        SystemUsers.file(config, text, PgbackrestHost.USER, "rw-r-----");
    }
}
