package io.pgbaton.nodeagent.act.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.nodeagent.kernel.TwoHosts;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionEnderTest {
    private static TwoHosts hosts;
    private static KernelAddresses addresses;
    private static SessionEnder ender;

    @BeforeAll
    static void connect() {
        hosts = TwoHosts.create();
        addresses = hosts.here.inside(() -> new KernelAddresses(hosts.link.index()));
        addresses.put(TwoHosts.ADDRESS, 120);
        addresses.put(TwoHosts.ADDRESS6, 120);
        ender = hosts.here.inside(SessionEnder::new);
    }

    @AfterAll
    static void disconnect() {
        if (hosts != null) {
            ender.close();
            addresses.close();
            hosts.close();
        }
    }

    /** INET6 with an IPv4 address: the server listens on :: and its client is on a v4-mapped socket, as with PostgreSQL's '*'. */
    @ParameterizedTest
    @CsvSource({"INET,10.77.0.100,10.77.0.1", "INET6,10.77.0.100,10.77.0.1", "INET6,fd77::100,fd77::1"})
    void r1cSessionsOfTheAddressEndAndOthersLiveOn(StandardProtocolFamily family, String ours, String other)
            throws Exception {
        try (ServerSocketChannel server = listen(family);
                Session idle = new Session(server, ours);
                Session blocked = new Session(server, ours);
                Session living = new Session(server, other)) {
            CompletableFuture<Integer> blockedRead = CompletableFuture.supplyAsync(blocked::readOnServer);

            SessionsEnded.Ended ended = assertInstanceOf(SessionsEnded.Ended.class, ender.end(TwoHosts.address(ours)));

            assertEquals(Set.of(idle.seenByServer(), blocked.seenByServer()), Set.copyOf(ended.sessions()));
            assertThrows(IOException.class, () -> idle.client.read(ByteBuffer.allocate(1)));
            assertThrows(ExecutionException.class, () -> blockedRead.get(5, TimeUnit.SECONDS));
            living.client.write(StandardCharsets.US_ASCII.encode("x"));
            assertEquals(1, living.readOnServer());
        }
    }

    @Test
    void theServerGoesOnListening() throws Exception {
        try (ServerSocketChannel server = listen(StandardProtocolFamily.INET)) {
            ender.end(TwoHosts.ADDRESS);

            try (Session next = new Session(server, "10.77.0.100")) {
                await().until(next.client::isConnected);
            }
        }
    }

    @Test
    void noSessionIsAnEmptyList() {
        assertEquals(new SessionsEnded.Ended(List.of()), ender.end(TwoHosts.address("10.77.0.99")));
        ender.warmUp();
    }

    private static ServerSocketChannel listen(ProtocolFamily family) {
        return hosts.here.inside(() -> ServerSocketChannel.open(family).bind(new InetSocketAddress(0)));
    }

    /** A connection from the peer to an address here, both ends. */
    private static final class Session implements AutoCloseable {
        final SocketChannel client;
        final SocketChannel accepted;

        Session(ServerSocketChannel server, String address) throws IOException {
            InetAddress target = TwoHosts.address(address);
            ProtocolFamily family =
                    target instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
            client = hosts.peer.inside(() -> SocketChannel.open(family));
            client.connect(new InetSocketAddress(target, server.socket().getLocalPort()));
            accepted = server.accept();
        }

        TcpSession seenByServer() throws IOException {
            InetSocketAddress remote = (InetSocketAddress) client.getLocalAddress();
            int localPort = ((InetSocketAddress) client.getRemoteAddress()).getPort();
            return new TcpSession(remote, localPort);
        }

        int readOnServer() {
            try {
                return accepted.read(ByteBuffer.allocate(1));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            accepted.close();
        }
    }
}
