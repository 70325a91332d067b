package io.pgbaton.lab.cli;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

@CommandLine.Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "The last lines of each log of a host.")
final class LogsCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Parameters(index = "0", paramLabel = "NODE", description = Processes.NODES)
    private String node;

    @CommandLine.Option(names = "--lines", defaultValue = "20", description = "how many of each")
    private int lines;

    /** Works also for a lab whose start failed: that is when logs are wanted most. */
    @Override
    public void run() {
        Layout layout = parent.choice().layout();
        if (!Files.isDirectory(layout.logs())) {
            throw new LabException("there are no logs in " + layout.logs() + ": start the lab by ./demo up");
        }
        try (Stream<Path> files = Files.list(layout.logs())) {
            for (Path file : files.filter(this::ofThisNode).sorted().toList()) {
                print(file);
            }
        } catch (IOException e) {
            throw new LabException("cannot read " + layout.logs() + ": " + e.getMessage(), e);
        }
    }

    private boolean ofThisNode(Path file) {
        return file.getFileName().toString().startsWith(node + "-");
    }

    private void print(Path file) throws IOException {
        System.out.println("==> " + file);
        List<String> all = Files.readAllLines(file);
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(System.out::println);
    }
}
