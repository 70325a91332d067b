package io.pgbaton.nodeagent.act.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.route.RouteAction.Cause;
import io.pgbaton.nodeagent.decide.route.RouteAction.KeepDown;
import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteReason;
import io.pgbaton.proto.v1.Result;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients of a real HAProxy notice of an action. */
class RouteExecutorTest {
    @Test
    void newConnectionsGoWhereTheActionSaysAtOnce() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            RouteResult result = route(haproxy, "n2", "n1", "n3");
            assertEquals(Result.RESULT_DONE, result.result(), result::summary);
            assertEquals(
                    Map.of("n1", ServerOutcome.CHANGED, "n2", ServerOutcome.ALREADY, "n3", ServerOutcome.CHANGED),
                    result.servers());
            for (int i = 0; i < 6; i++) {
                assertEquals("n2", RealHaproxy.greeting(haproxy.connect()));
            }
            route(haproxy, "n3", "n1", "n2");
            assertEquals("n3", RealHaproxy.greeting(haproxy.connect()));
            assertEquals(Result.RESULT_ALREADY, route(haproxy, "n3", "n1", "n2").result());
        }
    }

    @Test
    void openSessionsEndWhenTheActionSaysSoAndStayWhenNot() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            route(haproxy, "n1", "n2", "n3");
            Socket client = haproxy.connect();
            assertEquals("n1", RealHaproxy.greeting(client));
            execute(haproxy, "primary", new Servers(List.of(), List.of("n1"), List.of()));
            assertEquals(1, haproxy.api().showStat("primary").get(0).sessions(), "a drain leaves sessions");

            RouteResult result = execute(haproxy, "primary", new Servers(List.of(), List.of("n1"), List.of("n1")));
            assertEquals(1, result.sessionsEnded());
            assertEquals(-1, client.getInputStream().read());
        }
    }

    @Test
    void r11AServerThatIsKeptDownOutlastsTheChecksThatWouldBringItBack() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withFastChecks()) {
            execute(haproxy, "primary", new Servers(List.of(), List.of("n2"), List.of()));
            RouteExecutor executor = new RouteExecutor(haproxy.api(), Optional.empty());
            awaitUp(haproxy, "n2", true);
            executor.keepDown(new KeepDown("primary", List.of("n2")));
            assertFalse(haproxy.state("primary", "n2").up());
            ProxyException unknown =
                    assertThrows(ProxyException.class, () -> executor.keepDown(new KeepDown("primary", List.of("n9"))));
            assertTrue(unknown.getMessage().contains("n9"), unknown::getMessage);
        }
    }

    @Test
    void withNobodyUpAConnectionEndsAtOnceInsteadOfHanging() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            execute(haproxy, "primary", new Servers(List.of(), List.of("n1", "n2", "n3"), List.of()));
            assertEquals("", RealHaproxy.greeting(haproxy.connect()));
        }
    }

    @Test
    void r7HaproxysOwnChecksCorrectAWrongUpAndAWrongDown() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withFastChecks()) {
            haproxy.answer("n2", 503);
            haproxy.answer("n3", 503);
            awaitUp(haproxy, "n2", false);
            awaitUp(haproxy, "n3", false);
            RouteResult result = route(haproxy, "n2", "n1", "n3");
            assertEquals(Result.RESULT_DONE, result.result(), result::summary);
            assertTrue(haproxy.state("primary", "n2").up(), "it acts at once");

            awaitUp(haproxy, "n2", false);
            awaitUp(haproxy, "n1", true);
        }
    }

    @Test
    void sessionsOfAWorkerThatAReloadReplacedAreEndedThroughTheMaster() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            route(haproxy, "n1", "n2", "n3");
            Socket onOld = haproxy.connect();
            assertEquals("n1", RealHaproxy.greeting(onOld));
            haproxy.reload();
            assertEquals(1, haproxy.master().oldWorkers().size());

            RouteResult result = execute(haproxy, "primary", new Servers(List.of(), List.of("n1"), List.of("n1")));
            assertEquals(1, result.sessionsEnded(), result::summary);
            assertEquals(-1, onOld.getInputStream().read());
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> haproxy.master().oldWorkers().isEmpty());
        }
    }

    @Test
    void onlySessionsOfTheNamedServersOfAnOldWorkerEnd() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            route(haproxy, "n1", "n2", "n3");
            RealHaproxy.greeting(haproxy.connect());
            haproxy.reload();
            RouteResult result = execute(haproxy, "primary", new Servers(List.of(), List.of(), List.of("n2", "n3")));
            assertEquals(0, result.sessionsEnded());
            assertEquals(1, haproxy.master().oldWorkers().size());
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedAndTheOthersAreSet() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            RouteResult result = route(haproxy, "n2", "n1", "n9");
            assertEquals(ServerOutcome.UNKNOWN_SERVER, result.servers().get("n9"));
            assertEquals(Result.RESULT_FAILED, result.result());
            assertFalse(result.passing(), () -> "asking again does not make a server: " + result.summary());
            assertFalse(haproxy.state("primary", "n1").up());
        }
    }

    @Test
    void aServerWithoutChecksOrInMaintenanceIsNotTouched() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            haproxy.api().run(List.of("disable server replicas/n1"));
            RouteResult result = execute(haproxy, "replicas", new Servers(List.of("n1"), List.of("bare"), List.of()));
            assertEquals(Map.of("n1", ServerOutcome.IN_MAINTENANCE, "bare", ServerOutcome.UNCHECKED), result.servers());
            assertTrue(haproxy.state("replicas", "bare").up());
            assertTrue(haproxy.state("replicas", "n1").administered());
        }
    }

    @Test
    void anUnknownBackendAndAMissingSocketAreToldApart() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            RouteResult unknown = execute(haproxy, "nowhere", new Servers(List.of("n1"), List.of(), List.of()));
            assertEquals(Optional.of(ProxyFault.NO_SUCH_BACKEND), unknown.fault());
            assertFalse(unknown.passing());
            haproxy.stopAndRemoveSockets();
            RouteResult gone = route(haproxy, "n1", "n2");
            assertEquals(Optional.of(ProxyFault.SOCKET_MISSING), gone.fault());
            assertTrue(gone.passing());
        }
    }

    private static RouteResult route(RealHaproxy haproxy, String up, String... down) {
        return execute(haproxy, "primary", new Servers(List.of(up), List.of(down), List.of(down)));
    }

    private static RouteResult execute(RealHaproxy haproxy, String backend, Servers servers) {
        SetBackend action = new SetBackend(1, backend, servers, new Cause(RouteReason.ROUTE_COMMANDED, 5, ""), false);
        return new RouteExecutor(haproxy.api(), Optional.of(haproxy.master())).execute(action);
    }

    private static void awaitUp(RealHaproxy haproxy, String server, boolean up) {
        await().atMost(Duration.ofSeconds(6))
                .until(() -> haproxy.state("primary", server).up() == up);
    }
}
