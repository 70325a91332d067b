package io.pgbaton.nodeagent.observe.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.act.kernel.KernelAddresses;
import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressMonitorTest {
    private final BlockingQueue<AddressEvent> events = new LinkedBlockingQueue<>();
    private TwoHosts hosts;
    private KernelAddresses addresses;
    private AddressMonitor monitor;

    @BeforeEach
    void connect() {
        hosts = TwoHosts.create();
        addresses = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
    }

    @AfterEach
    void disconnect() {
        if (monitor != null) {
            monitor.close();
        }
        if (hosts != null) {
            addresses.close();
            hosts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void theLifeOfAnAddressIsToldInOrder(String literal) throws InterruptedException {
        InetAddress address = TwoHosts.address(literal);
        monitor = monitor(events::add);
        addresses.put(address, 30);
        prolongUntilStamped(address);
        addresses.remove(address);

        AssignedAddress appeared =
                assertInstanceOf(AddressEvent.Appeared.class, next()).address();
        assertEquals(address, appeared.address());
        assertEquals(hosts.link.index(), appeared.interfaceIndex());
        assertEquals(30, appeared.valid().seconds());
        AddressEvent event = next();
        while (!(event instanceof AddressEvent.Changed)) {
            event = next();
        }
        while (!(event instanceof AddressEvent.Vanished)) {
            event = next();
        }
    }

    @Test
    void anAppearanceThatIsOverAtOnceIsSeen() throws InterruptedException {
        monitor = monitor(events::add);
        addresses.put(TwoHosts.ADDRESS, 30);
        addresses.remove(TwoHosts.ADDRESS);

        assertInstanceOf(AddressEvent.Appeared.class, next());
        assertInstanceOf(AddressEvent.Vanished.class, next());
    }

    @Test
    void theEndOfALifetimeIsSeen() throws InterruptedException {
        monitor = monitor(events::add);
        addresses.put(TwoHosts.ADDRESS, 1);

        assertInstanceOf(AddressEvent.Appeared.class, next());
        assertInstanceOf(AddressEvent.Vanished.class, next());
    }

    @Test
    void lostNotificationsAreReportedAsAnOverrun() throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);
        monitor = monitor(event -> {
            await().until(() -> awake.getCount() == 0);
            events.add(event);
        });
        for (int i = 0; i < 2000; i++) {
            addresses.put(TwoHosts.ADDRESS, 30);
            addresses.remove(TwoHosts.ADDRESS);
        }
        awake.countDown();

        await().until(() -> next() instanceof AddressEvent.Overrun);
    }

    @Test
    void aFailingListenerDoesNotEndTheMonitor() throws InterruptedException {
        monitor = monitor(event -> {
            events.add(event);
            throw new IllegalStateException("on purpose");
        });
        addresses.put(TwoHosts.ADDRESS, 30);
        addresses.remove(TwoHosts.ADDRESS);

        next();
        assertInstanceOf(AddressEvent.Vanished.class, next());
    }

    @Test
    void afterCloseNothingIsTold() {
        monitor = monitor(events::add);
        monitor.close();

        addresses.put(TwoHosts.ADDRESS, 30);

        assertNull(events.poll());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("address-monitor")));
    }

    private AddressMonitor monitor(Consumer<AddressEvent> listener) {
        return hosts.here.inside(() -> new AddressMonitor(listener));
    }

    private AddressEvent next() throws InterruptedException {
        AddressEvent event = events.poll(5, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("No event within 5 s");
        }
        return event;
    }

    /** The kernel dates a refresh to hundredths of a second; only a later date tells it from the creation. */
    private void prolongUntilStamped(InetAddress address) {
        await().until(() -> {
            addresses.put(address, 30);
            AssignedAddress now = addresses.find(address).orElseThrow();
            return now.refreshedAt() != now.createdAt();
        });
    }
}
