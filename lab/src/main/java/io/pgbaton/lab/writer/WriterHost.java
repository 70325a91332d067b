package io.pgbaton.lab.writer;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.DaemonJars;
import io.pgbaton.lab.cluster.JavaProgram;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The writer as a program on the host "cl". */
public final class WriterHost {
    private static final String USER = "postgres";

    private WriterHost() {}

    public static Path folder(Layout layout) {
        return layout.data(Layout.CLIENT).resolve("writer");
    }

    public static Program program(Layout layout) {
        SystemUsers.folder(layout.run(Layout.CLIENT), USER, "rwxr-xr-x");
        Path folder = SystemUsers.folder(folder(layout), USER, "rwxr-xr-x");
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.toString());
        arguments.add(layout.secret("app").toString());
        for (WritePath path : WritePath.values()) {
            arguments.add(path.name() + "=" + path.servers(layout));
        }
        DaemonJars jars = new DaemonJars(layout, "lab", "io.pgbaton.lab.writer.WriterMain");
        return JavaProgram.of(layout, Layout.CLIENT, What.WRITER, USER, jars, "32m", arguments);
    }
}
