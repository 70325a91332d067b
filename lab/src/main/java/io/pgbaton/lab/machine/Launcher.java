package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts programs in such a way that they outlive whoever started them, and registers them. */
public final class Launcher {
    private final Layout layout;
    private final Network network;
    private final ProcessRegister register;

    public Launcher(Layout layout, Network network, ProcessRegister register) {
        this.layout = layout;
        this.network = network;
        this.register = register;
    }

    /**
     * Every link of the chain (setsid, nsenter, setpriv) replaces itself by the next, so the pid is the program's own.
     * A crash between start and record is covered by {@link Network#processes}.
     */
    public ProcessId start(Program program) {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(network.inside(program.host()));
        line.addAll(program.asItsUser());
        Path log = layout.log(program.host(), program.what().toString());
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            setEnvironment(builder, program);
            long pid = builder.start().pid();
            ProcessId process = ProcessId.of(pid)
                    .orElseThrow(() ->
                            new LabException(program.what() + " of " + program.host() + " ended at once: see " + log));
            register.record(program.host(), program.what().toString(), process);
            return process;
        } catch (IOException e) {
            throw new LabException(
                    "cannot start " + program.what() + " of " + program.host() + ": " + e.getMessage(), e);
        }
    }

    /** Nothing of the caller's environment reaches the daemons: a stray PGHOST or JAVA_TOOL_OPTIONS would change them. */
    private void setEnvironment(ProcessBuilder builder, Program program) {
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HOME", layout.run(program.host()).toString());
        builder.environment().putAll(program.environment());
        builder.directory(layout.work().toFile());
    }
}
