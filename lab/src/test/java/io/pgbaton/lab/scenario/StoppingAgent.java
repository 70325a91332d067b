package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link StoppingAgentMain} in place of a host's agent; the usual one runs there again when this is closed. It holds the
 * IPv4 address only, so that it is known which call it stops before: of an IPv6 address that comes and goes that quickly
 * the kernel tells nothing.
 */
final class StoppingAgent implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Host host;
    private final Path order;

    private StoppingAgent(Host host, Path order) {
        this.host = host;
        this.order = order;
    }

    /** Carries the IPv4 address when this returns. */
    static StoppingAgent insteadOf(Lab lab, Host host) {
        Layout layout = lab.layout();
        Program usual = NodeAgentHost.program(layout, host.name());
        Path order = layout.data(host.name()).resolve("node-agent").resolve("stop");
        host.kill(What.NODE_AGENT);
        host.startInstead(usual.withCommand(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djna.tmpdir=" + layout.run(host.name()).resolve("tmp-" + What.NODE_AGENT),
                "-cp",
                NodeAgentHost.jars(layout).classPath() + ":" + copyOfMain(layout),
                StoppingAgentMain.class.getName(),
                order.toString(),
                "--config",
                configOfOneAddress(layout, host).toString())));
        Await.until("the new agent of " + host.name() + " to hold the address", BOUND, () -> holdsIt(host));
        return new StoppingAgent(host, order);
    }

    /** It stands still when this returns. */
    void stopBeforeItsNextSystemCall() {
        try {
            Files.createFile(order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the agent of " + host.name() + " to stop itself", BOUND, () -> host.process(What.NODE_AGENT)
                .filter(ProcessId::stopped)
                .isPresent());
    }

    /** By its own account, so that what it does next is to prolong it. */
    private static boolean holdsIt(Host host) {
        String status = Aftermath.agent(host, "/status");
        return status.contains("\"held\":true") && !status.contains("write6");
    }

    private static Path configOfOneAddress(Layout layout, Host host) {
        Path usual = NodeAgentHost.config(layout, host.name());
        try (Stream<String> lines = Files.lines(usual)) {
            String content =
                    lines.filter(line -> !line.contains("name: write6")).collect(Collectors.joining("\n", "", "\n"));
            return SystemUsers.file(
                    usual.resolveSibling("stopping-agent.yaml"), content, PatroniMember.USER, "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The agent's user may not be able to read the checkout. */
    private static Path copyOfMain(Layout layout) {
        String file = StoppingAgentMain.class.getName().replace('.', '/') + ".class";
        Path classes = layout.work().resolve("lib").resolve("stopping-agent");
        Path copy = classes.resolve(file);
        try (InputStream compiled = StoppingAgentMain.class.getClassLoader().getResourceAsStream(file)) {
            SystemUsers.folder(copy.getParent(), "root", "rwxr-xr-x");
            Files.copy(compiled, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    @Override
    public void close() {
        host.kill(What.NODE_AGENT);
        host.start(What.NODE_AGENT);
    }
}
