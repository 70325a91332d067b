package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.List;

/** The one Kafka broker of the lab, a JVM of its own on the host "bus". */
public final class Broker {
    private static final String USER = "nobody";

    private Broker() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "lab", "io.pgbaton.lab.cluster.BrokerMain");
    }

    public static Program program(Layout layout) {
        Path data = SystemUsers.folder(layout.data(Layout.BUS).resolve("kafka"), USER, "rwx------");
        SystemUsers.folder(layout.run(Layout.BUS), USER, "rwxr-xr-x");
        List<String> arguments = List.of(data.toString(), layout.ip(Layout.BUS), "9092", "9093");
        return JavaProgram.of(layout, Layout.BUS, What.BROKER, USER, jars(layout), "160m", arguments);
    }
}
