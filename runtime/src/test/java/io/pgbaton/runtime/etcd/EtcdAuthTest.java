package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.runtime.etcd.WatchSignal.First;
import io.pgbaton.runtime.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An etcd with authentication, whose user {@code pgbaton} may touch {@code /mine/} and nothing else. */
class EtcdAuthTest {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.members(1);

    @BeforeAll
    static void enableAuth() throws Exception {
        etcdctl("user", "add", "root:admin");
        etcdctl("user", "add", "pgbaton:right");
        etcdctl("role", "add", "mine");
        etcdctl("role", "grant-permission", "mine", "readwrite", "/mine/", "--prefix=true");
        etcdctl("user", "grant-role", "pgbaton", "mine");
        etcdctl("user", "grant-role", "root", "root");
        etcdctl("auth", "enable");
    }

    @Test
    void theUserReadsWritesAndWatchesItsKeys() {
        SignalLog told = new SignalLog();
        try (EtcdClient client = client("right")) {
            client.etcd().watch(List.of(Range.prefix("/mine/")), Highwater.inMemory(client.vertx()), told);
            told.await(First.class);
            client.put("/mine/k", "1");
            told.awaitValue("/mine/k", "1");
            assertEquals(
                    "1",
                    client.read(Range.key("/mine/k"))
                            .get("/mine/k")
                            .orElseThrow()
                            .value());
        }
    }

    @Test
    void keysOfOthersAreRefusedAsPermission() {
        try (EtcdClient client = client("right")) {
            EtcdException refused = assertThrows(EtcdException.class, () -> client.put("/theirs/k", "1"));
            assertSame(EtcdFailure.PERMISSION, refused.failure());
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNotShown() {
        try (EtcdClient client = client("hunter2")) {
            EtcdException refused = assertThrows(EtcdException.class, () -> client.read(Range.key("/mine/k")));
            assertSame(EtcdFailure.AUTH, refused.failure());
            assertFalse(refused.toString().contains("hunter2"));
        }
    }

    @Test
    void noUserAtAllIsRefusedAsAuth() {
        try (EtcdClient client = EtcdClient.to(etcd.endpoints())) {
            EtcdException refused = assertThrows(EtcdException.class, () -> client.read(Range.key("/mine/k")));
            assertSame(EtcdFailure.AUTH, refused.failure());
        }
    }

    /** etcd forgets its tokens when it restarts. */
    @Test
    void aTokenThatIsForgottenIsRenewed() {
        try (EtcdClient client = client("right")) {
            client.put("/mine/k", "before");
            etcd.killAll();
            etcd.startAll();
            Awaitility.await("write after the restart")
                    .ignoreExceptionsInstanceOf(EtcdException.class)
                    .until(() -> client.put("/mine/k", "after") > 0);
        }
    }

    private static EtcdClient client(String password) {
        return EtcdClient.to(
                new EtcdSettings(etcd.endpoints(), Optional.of("pgbaton"), Optional.of(new Secret(password))));
    }

    private static void etcdctl(String... words) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("etcdctl", "--endpoints=" + etcd.endpoints().get(0));
        builder.command().addAll(List.of(words));
        builder.environment().put("ETCDCTL_API", "3");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("etcdctl " + String.join(" ", words) + " failed");
        }
    }
}
