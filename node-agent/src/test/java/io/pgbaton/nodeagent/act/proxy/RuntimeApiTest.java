package io.pgbaton.nodeagent.act.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client of the Runtime API says when HAProxy is there, is not, or behaves oddly. */
class RuntimeApiTest {
    private Path socket;

    @BeforeEach
    void pathForASocket() throws IOException {
        socket = Files.createTempDirectory("hx").resolve("s");
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
    }

    @Test
    void aRealHaproxyTellsWhoItIsAndWhatItsServersDo() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            ProcessInfo info = haproxy.api().showInfo();
            assertTrue(info.pid() > 0 && info.startSeconds() > 0 && info.uptimeSeconds() >= 0);
            assertFalse(info.version().isBlank());
            List<ServerState> states = haproxy.api().showServersState("replicas");
            assertEquals(
                    List.of("n1", "n2", "n3", "bare"),
                    states.stream().map(ServerState::name).toList());
            assertTrue(states.get(0).checked() && states.get(0).up());
            assertFalse(states.get(3).checked());
            assertEquals("no check", haproxy.api().showStat("replicas").get(3).status());
            haproxy.api().setHealth(new ServerRef("primary", "n3"), false);
            assertFalse(haproxy.state("primary", "n3").up());
            assertTrue(haproxy.state("replicas", "n3").up(), "the other backend is another matter");
        }
    }

    @Test
    void itsComplaintsHaveNames() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            RuntimeApi api = haproxy.api();
            assertFault(ProxyFault.NO_SUCH_SERVER, () -> api.setHealth(new ServerRef("primary", "n9"), true));
            assertFault(ProxyFault.NO_SUCH_BACKEND, () -> api.shutdownSessions(new ServerRef("nowhere", "n1")));
            assertFault(ProxyFault.NO_SUCH_BACKEND, () -> api.showServersState("nowhere"));
            RuntimeApi user = new RuntimeApi(haproxy.userSocket(), 2_000);
            assertFault(ProxyFault.LEVEL_TOO_LOW, () -> user.setHealth(new ServerRef("primary", "n1"), true));
            assertFault(ProxyFault.WORKER_GONE, () -> haproxy.master().endSessions(999_999, "primary", List.of("n1")));
        }
    }

    @Test
    void aSocketThatIsMissingIsToldFromOneThatNobodyServes() throws Exception {
        assertFault(ProxyFault.SOCKET_MISSING, () -> new RuntimeApi(socket, 500).showInfo());
        listen().close();
        assertFault(ProxyFault.NOBODY_LISTENS, () -> new RuntimeApi(socket, 500).showInfo());
    }

    @Test
    void aSocketThatIsNotOursToUseIsToldAsSuch() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "left out: root may use any socket");
        try (ServerSocketChannel server = listen()) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
            assertTrue(server.isOpen());
            assertFault(ProxyFault.PERMISSION_DENIED, () -> new RuntimeApi(socket, 500).showInfo());
        }
    }

    @Test
    void aFrozenHaproxyIsGivenUpAfterTheTimeout() throws Exception {
        try (ServerSocketChannel server = listen()) {
            assertTrue(server.isOpen());
            assertFault(ProxyFault.TIMEOUT, () -> new RuntimeApi(socket, 200).showInfo());
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        try (ServerSocketChannel server = listen()) {
            Thread flood = new Thread(() -> answer(server, ByteBuffer.allocate(4 * 1024 * 1024)));
            flood.start();
            assertFault(ProxyFault.TOO_LARGE, () -> new RuntimeApi(socket, 5_000).showInfo());
            flood.join();
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        try (ServerSocketChannel server = listen()) {
            Thread half = new Thread(() -> answer(server, ByteBuffer.wrap("Name: HAProxy\nPid: 1".getBytes(US_ASCII))));
            half.start();
            assertFault(ProxyFault.BROKEN, () -> new RuntimeApi(socket, 5_000).showInfo());
            half.join();
        }
    }

    @Test
    void aLineLongerThanHaproxyTakesIsNotSent() {
        List<String> many = Collections.nCopies(1_000, "show info");
        assertFault(ProxyFault.TOO_LARGE, () -> new RuntimeApi(socket, 500).run(many));
    }

    @Test
    void r12NoNameCanCarryACommand() {
        for (String name : List.of("n1;show info", "n1 health up", "n1\nquit", "a/b", "")) {
            assertThrows(IllegalArgumentException.class, () -> new ServerRef("primary", name));
            assertThrows(IllegalArgumentException.class, () -> new ServerRef(name, "n1"));
        }
        assertEquals("primary/n-1.a_b:c", new ServerRef("primary", "n-1.a_b:c").toString());
    }

    @Test
    void answersToSeveralCommandsAreCutWhereTheyEnd() throws Exception {
        String back = "\n\nNo such server.\n\n1\n# be_id srv_name\n3 n1\n\n\n";
        assertEquals(List.of("", "", "No such server.", "1\n# be_id srv_name\n3 n1", ""), RuntimeAnswers.cut(back, 5));
        assertFault(ProxyFault.BROKEN, () -> RuntimeAnswers.cut(back, 6));
    }

    @Test
    void columnsAreFoundByNameWhereverAReleaseHasPutThem() throws Exception {
        String text = "1\n# srv_check_state new srv_name srv_admin_state srv_op_state more\n6 x n1 0 2 y\n";
        assertEquals(List.of(new ServerState("n1", 2, 0, 6)), RuntimeApi.parseStates("show servers state b", text));
        String without = "1\n# srv_name srv_op_state\nn1 2\n";
        assertFault(ProxyFault.UNEXPECTED_ANSWER, () -> RuntimeApi.parseStates("show servers state b", without));
        assertFault(ProxyFault.UNEXPECTED_ANSWER, () -> RuntimeApi.parseStates("show servers state b", "hello"));
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return server;
    }

    private static void answer(ServerSocketChannel server, ByteBuffer bytes) {
        try (SocketChannel client = server.accept()) {
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
        } catch (IOException e) {
            // The client under test hangs up in the middle, as it should.
            assertTrue(server.isOpen());
        }
    }

    private static void assertFault(ProxyFault fault, org.junit.jupiter.api.function.Executable call) {
        assertEquals(fault, assertThrows(ProxyException.class, call).fault());
    }
}
