package io.pgbaton.nodeagent.act.kernel;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.kernel.AssignedAddress;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressHolderTest {
    private static TwoHosts hosts;
    private static KernelAddresses addresses;

    /** The holder's clock: the real one, plus what a test adds to stand for a process that was stopped. */
    private final AtomicLong stoppedNanos = new AtomicLong();

    private Runnable beforeSystemCall = () -> {};
    private final AddressHolder holder = new AddressHolder(addresses, this::now, () -> beforeSystemCall.run());

    @BeforeAll
    static void connect() {
        hosts = TwoHosts.create();
        addresses = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
    }

    @AfterAll
    static void disconnect() {
        if (hosts != null) {
            addresses.close();
            hosts.close();
        }
    }

    @AfterEach
    void clear() {
        addresses.list().stream()
                .filter(entry -> !entry.valid().isForever())
                .forEach(entry -> addresses.remove(entry.address()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAHeldAddressLivesForTheWholeSecondsUntilTheDeadline(String literal) {
        InetAddress address = TwoHosts.address(literal);
        long deadline = now() + SECONDS.toNanos(20) + MILLISECONDS.toNanos(900);

        Holding.Held held = assertInstanceOf(Holding.Held.class, holder.hold(address, deadline));

        assertTrue(held.kernelEndBootNanos() <= deadline);
        assertTrue(secondsLeft(address) <= 20, () -> addresses.list().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAProlongationMovesTheEnd(String literal) {
        InetAddress address = TwoHosts.address(literal);
        holder.hold(address, in(5));

        assertInstanceOf(Holding.Held.class, holder.prolong(address, in(40)));

        assertTrue(secondsLeft(address) > 5, () -> addresses.list().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAProlongationDoesNotBringAVanishedAddressBack(String literal) {
        InetAddress address = TwoHosts.address(literal);

        assertEquals(new Holding.Vanished(), holder.prolong(address, in(20)));

        assertAbsent(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAnAddressThatVanishesBetweenCheckAndRefreshIsNotKept(String literal) {
        InetAddress address = TwoHosts.address(literal);
        holder.hold(address, in(20));
        makeItOlder(address);
        beforeSystemCall = () -> addresses.remove(address);

        assertEquals(new Holding.Vanished(), holder.prolong(address, in(20)));

        assertAbsent(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bLessThanASecondIsTooLateAndLeavesNothing(String literal) {
        InetAddress address = TwoHosts.address(literal);
        assertEquals(new Holding.TooLate(), holder.hold(address, now() + MILLISECONDS.toNanos(900)));
        assertAbsent(address);

        holder.hold(address, in(20));
        assertEquals(new Holding.TooLate(), holder.prolong(address, now() - 1));
        assertAbsent(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAProcessStoppedBeyondTheDeadlineRemovesWhatItHasJustSet(String literal) {
        InetAddress address = TwoHosts.address(literal);
        beforeSystemCall = () -> stoppedNanos.addAndGet(SECONDS.toNanos(60));

        assertEquals(new Holding.TooLate(), holder.hold(address, in(10)));

        assertAbsent(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bAProcessStoppedForAWhileSetsTheLifetimeAgainWithWhatIsLeft(String literal) {
        InetAddress address = TwoHosts.address(literal);
        long deadline = in(30);
        beforeSystemCall = () -> stoppedNanos.compareAndSet(0, SECONDS.toNanos(20));

        Holding.Held held = assertInstanceOf(Holding.Held.class, holder.hold(address, deadline));

        assertTrue(held.kernelEndBootNanos() <= deadline);
        assertTrue(secondsLeft(address) <= 10, () -> addresses.list().toString());
    }

    /** What rounding left is less than the call took: the kernel would keep the address for that long past the deadline. */
    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void r1bACallThatTookLongerThanRoundingLeftIsMadeAgainWithASecondLess(String literal) {
        InetAddress address = TwoHosts.address(literal);
        long deadline = in(30) + MILLISECONDS.toNanos(40);
        beforeSystemCall = () -> stoppedNanos.compareAndSet(0, MILLISECONDS.toNanos(50));

        Holding.Held held = assertInstanceOf(Holding.Held.class, holder.hold(address, deadline));

        assertTrue(held.kernelEndBootNanos() <= deadline);
        assertTrue(secondsLeft(address) <= 29, () -> addresses.list().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void aMachineTooSlowToEverSetTheRightLifetimeLetsGo(String literal) {
        InetAddress address = TwoHosts.address(literal);
        beforeSystemCall = () -> stoppedNanos.addAndGet(SECONDS.toNanos(2));

        assertEquals(new Holding.TooLate(), holder.hold(address, in(30)));

        assertAbsent(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.1", "fd77::1"})
    void anAddressOfSomebodyElseWithAPrefixIsLeftAlone(String literal) {
        InetAddress address = TwoHosts.address(literal);
        int prefixLength = addresses.find(address).orElseThrow().prefixLength();

        assertEquals(new Holding.Occupied(prefixLength), holder.hold(address, in(20)));
        assertEquals(new Holding.Vanished(), holder.prolong(address, in(20)));

        assertTrue(addresses.find(address).orElseThrow().valid().isForever());
    }

    @Test
    void anAddressThatSomebodyAddsBesideOursIsProlongedAndNotTakenOver() {
        hosts.here.ip("address add 10.77.0.150/25 dev pgv0");
        InetAddress address = TwoHosts.address("10.77.0.150");
        addresses.put(address, 20);

        assertInstanceOf(Holding.Held.class, holder.prolong(address, in(20)));
        assertEquals(new Holding.Occupied(25), holder.hold(address, in(20)));

        assertEquals(Dropped.REMOVED, holder.drop(address));
        hosts.here.ip("address del 10.77.0.150/25 dev pgv0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void aRestartedAgentAdoptsTheAddress(String literal) {
        InetAddress address = TwoHosts.address(literal);
        holder.hold(address, in(5));
        int created = addresses.find(address).orElseThrow().createdAt();

        assertInstanceOf(Holding.Held.class, new AddressHolder(addresses).hold(address, in(20)));

        assertEquals(created, addresses.find(address).orElseThrow().createdAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void toDropAnAddressTwiceIsNoError(String literal) {
        InetAddress address = TwoHosts.address(literal);
        holder.hold(address, in(20));

        assertEquals(Dropped.REMOVED, holder.drop(address));
        assertEquals(Dropped.WAS_ABSENT, holder.drop(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.100", "fd77::100"})
    void aDeadlineOfAnotherClockIsRefused(String literal) {
        InetAddress address = TwoHosts.address(literal);

        assertThrows(IllegalArgumentException.class, () -> holder.hold(address, Long.MAX_VALUE / 2));

        assertAbsent(address);
    }

    private long now() {
        return BootClock.nanos() + stoppedNanos.get();
    }

    private long in(int seconds) {
        return now() + SECONDS.toNanos(seconds);
    }

    private static long secondsLeft(InetAddress address) {
        return addresses.find(address).map(AssignedAddress::valid).orElseThrow().seconds();
    }

    private static void assertAbsent(InetAddress address) {
        assertTrue(addresses.find(address).isEmpty(), () -> addresses.list().toString());
    }

    /** The kernel dates creation to hundredths of a second: waits until a new one would be dated differently. */
    private static void makeItOlder(InetAddress address) {
        int created = addresses.find(address).orElseThrow().createdAt();
        await().until(() -> {
            addresses.put(address, 20);
            return addresses.find(address).orElseThrow().refreshedAt() > created + 2;
        });
    }
}
