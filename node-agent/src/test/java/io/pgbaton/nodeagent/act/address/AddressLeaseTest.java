package io.pgbaton.nodeagent.act.address;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdException;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.EtcdFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AddressLeaseTest {
    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(10);

    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    private EtcdClient client;
    private AddressLease lease;

    @BeforeEach
    void open() {
        etcd.startAll();
        etcd.awaitAnswer();
        client = EtcdClient.to(etcd.endpoints());
        lease = new AddressLease(client.etcd(), LIFETIME);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void r1aAKeyHangsOnALeaseThatOutlivesTheKernelsLifetimeByThreeSeconds() {
        long granted = answer(lease::forKey);

        OptionalLong left = EtcdClient.answer(client.etcd().timeToLive(granted));
        assertTrue(left.orElse(0) > 10 && left.orElse(0) <= 13, left.toString());
    }

    @Test
    void whileItIsFreshEveryKeyHangsOnTheSame() {
        assertEquals(answer(lease::forKey), answer(lease::forKey));
    }

    @Test
    void twoAddressesThatAskAtOnceShareOneLease() {
        List<Long> both =
                answer(() -> Future.all(lease.forKey(), lease.forKey()).map(all -> all.<Long>list()));

        assertEquals(both.get(0), both.get(1), "only one of two would be kept alive");
    }

    @Test
    void r1aWhatHangsOnItConfirmsNothingLaterThanTheSendingOfTheLastRenewal() {
        long beforeGrant = BootClock.nanos();
        long granted = answer(lease::forKey);
        long afterGrant = BootClock.nanos();
        assertTrue(lease.renewedAt() >= beforeGrant && lease.renewedAt() <= afterGrant);

        assertEquals(granted, answer(lease::renew));

        assertTrue(lease.renewedAt() >= afterGrant && lease.renewedAt() <= BootClock.nanos());
    }

    @Test
    void aLeaseThatEtcdNoLongerKnowsIsLostAndTheNextKeyHangsOnANewOne() {
        long first = answer(lease::forKey);
        EtcdClient.answer(client.etcd().revoke(first));

        assertEquals(0, answer(lease::renew));

        long second = answer(lease::forKey);
        assertNotEquals(first, second);
        assertTrue(EtcdClient.answer(client.etcd().timeToLive(second)).isPresent());
    }

    @Test
    void aLeaseNotRenewedLatelyIsAskedForBeforeAKeyHangsOnIt() {
        long first = answer(lease::forKey);
        EtcdClient.answer(client.etcd().revoke(first));
        long granted = lease.renewedAt();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> BootClock.nanos() - granted > TimeUnit.MILLISECONDS.toNanos(1600));

        assertNotEquals(first, answer(lease::forKey));
    }

    @Test
    void withoutALeaseThereIsNothingToLose() {
        assertEquals(0, answer(lease::renew));
        answer(() -> lease.revoke().map(true));
    }

    @Test
    void anEtcdThatDoesNotAnswerIsNotTheSameAsALeaseThatIsGone() {
        long first = answer(lease::forKey);
        long renewed = lease.renewedAt();
        etcd.killAll();

        EtcdException away = assertThrows(EtcdException.class, () -> answer(lease::renew));
        assertNotEquals(EtcdFailure.LEASE_NOT_FOUND, away.failure());
        assertEquals(renewed, lease.renewedAt(), "what was not answered renewed nothing");

        etcd.startAll();
        etcd.awaitAnswer();
        assertEquals(first, answer(lease::renew));
        assertEquals(first, answer(lease::forKey));
    }

    @Test
    void aRevokedLeaseTakesItsKeysWithItAndIsForgotten() {
        long first = answer(lease::forKey);
        answer(() -> lease.revoke().map(true));

        assertTrue(EtcdClient.answer(client.etcd().timeToLive(first)).isEmpty());
        assertNotEquals(first, answer(lease::forKey));
    }

    /** On the event loop, as in the agent. */
    private <T> T answer(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        client.context().runOnContext(nothing -> work.get().onComplete(done));
        return EtcdClient.answer(done.future());
    }
}
