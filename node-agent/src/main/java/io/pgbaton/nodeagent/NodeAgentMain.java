package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Daemon;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.lifecycle.Program;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BiFunction;

/** {@code pgbaton-node-agent}. */
public final class NodeAgentMain implements Program<NodeAgentConfig> {
    private static final Duration JOURNAL_STOP = Duration.ofSeconds(2);

    private final BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders;

    private NodeAgentMain(BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders) {
        this.holders = holders;
    }

    public static void main(String[] words) {
        run((addresses, link) -> new AddressHolder(addresses), words);
    }

    /** @param holders makes what holds addresses on an interface: a seam for tests that stop between its steps */
    public static void run(BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders, String... words) {
        Daemon.main(new NodeAgentMain(holders), words);
    }

    @Override
    public String name() {
        return "pgbaton-node-agent";
    }

    @Override
    public NodeAgentConfig read(ConfigNode node) {
        return NodeAgentConfig.read(node, new LinuxHost());
    }

    @Override
    public Future<Void> start(NodeAgentConfig config, Platform platform) {
        return DurableJournal.open(platform.vertx(), config.journal(), platform.registry())
                .compose(journal -> {
                    // First to start and last to stop: it keeps what the others could not publish.
                    platform.stops().add("journal", JOURNAL_STOP, () -> journal.close(JOURNAL_STOP));
                    return new NodeAgent(config, platform, holders, journal).start();
                });
    }
}
