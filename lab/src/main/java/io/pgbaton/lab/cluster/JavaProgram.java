package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of the lab itself, with the flags that keep it small: serial collector and first compiler only, no file in /tmp. */
public final class JavaProgram {
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss256k",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError");

    private JavaProgram() {}

    /** With a largest heap as in "160m". */
    public static Program of(
            Layout layout, String host, What what, String user, DaemonJars jars, String heap, List<String> arguments) {
        Path temporary = SystemUsers.folder(layout.run(host).resolve("tmp-" + what), user, "rwx------");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.add("-Xmx" + heap);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-cp");
        command.add(jars.classPath());
        command.add(jars.mainClass());
        command.addAll(arguments);
        return Program.of(host, what, user, command);
    }
}
