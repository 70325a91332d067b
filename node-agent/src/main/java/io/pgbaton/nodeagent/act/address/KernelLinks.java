package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.act.kernel.AddressHolder;
import io.pgbaton.nodeagent.act.kernel.Announcer;
import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.act.kernel.SessionEnder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.kernel.Interfaces;
import io.pgbaton.nodeagent.kernel.NetworkLink;
import io.pgbaton.nodeagent.observe.kernel.ClaimListener;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The sockets to the kernel, one set an interface, and the pool of one thread that uses them: everything that is done to the
 * interfaces of this host happens in one order.
 */
public final class KernelLinks implements AutoCloseable {
    /** No call to the kernel takes this long; past it Vert.x says so in the log. */
    private static final long LONGEST_CALL_SECONDS = 2;

    private final WorkerExecutor worker;
    private final BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders;
    private final Map<String, LinkWorker.Link> byInterface = new HashMap<>();

    /** @param holders makes what holds addresses on an interface; a test puts a stop between its steps */
    public KernelLinks(Vertx vertx, BiFunction<KernelAddresses, NetworkLink, AddressHolder> holders) {
        this.worker = vertx.createSharedWorkerExecutor("kernel", 1, LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
        this.holders = holders;
    }

    /**
     * Opens what is needed for an address. At the first on an interface every native path is touched once: the
     * first call of each costs up to 100 ms.
     *
     * @throws io.pgbaton.nodeagent.kernel.KernelException when the interface or the capabilities are missing
     */
    public LinkWorker open(AddressConfig config) {
        LinkWorker.Link link = byInterface.computeIfAbsent(config.networkInterface(), this::open);
        return new LinkWorker(worker, config.address(), link);
    }

    private LinkWorker.Link open(String name) {
        NetworkLink network = Interfaces.byName(name);
        KernelAddresses addresses = new KernelAddresses(network.index());
        LinkWorker.Link link = new LinkWorker.Link(
                network,
                addresses,
                holders.apply(addresses, network),
                new SessionEnder(),
                new Announcer(network),
                new ArrayList<>());
        link.holder().warmUp();
        link.sessions().warmUp();
        link.announcer().warmUp();
        return link;
    }

    /** Waits for the threads that listen, half a second each: not on an event loop. */
    @Override
    public void close() {
        worker.close();
        byInterface.values().forEach(link -> {
            link.listeners().forEach(ClaimListener::close);
            link.announcer().close();
            link.sessions().close();
            link.addresses().close();
        });
    }
}
