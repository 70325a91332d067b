package io.pgbaton.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.pgbaton.cli.doctor.Finding.Verdict;
import io.pgbaton.cli.read.HttpGet;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.handsoff.HandsOff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DoctorChecksTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    @Test
    void tellsAPatroniOnVersion2KeysWhatToChange() throws IOException {
        Finding finding = checkEmptyScope(200);
        assertEquals(Verdict.FAULT, finding.verdict());
        assertTrue(finding.sentence().contains("writes etcd v2 keys"), finding.sentence());
        assertTrue(finding.nextStep().contains("`etcd3:`"), finding.nextStep());
    }

    @Test
    void doesNotBlameVersion2WhereThereIsNothingAtAll() throws IOException {
        Finding finding = checkEmptyScope(404);
        assertEquals("etcd has no v3 key of service/demo", finding.sentence());
        assertTrue(finding.nextStep().contains("namespace"), finding.nextStep());
    }

    @Test
    void namesEachMissingAndMisshapenTopic() {
        List<Finding> findings = TopicsCheck.of("pgbaton.", Map.of(Topic.EVENTS, 12, Topic.AUDIT, 3));
        assertEquals(4, findings.size());
        assertTrue(findings.stream()
                .anyMatch(one -> one.sentence().contains("pgbaton.audit has 3 partitions, it must have 12")));
    }

    @Test
    void isContentWithAHealthyAgent() {
        List<Finding> findings = host(
                """
                {"capabilities": {"netAdmin": true, "netRaw": true}, "bus": {"reachable": true},
                 "scopes": [{"scope": "service/demo",
                   "addresses": [{"name": "write", "address": "10.0.0.100/32", "interface": "eth0",
                                  "interfacePresent": true}],
                   "proxies": [{"name": "haproxy", "reachable": true}],
                   "postgres": {"listenAddresses": "127.0.0.1, *"}}]}
                """);
        assertTrue(findings.stream().allMatch(one -> one.verdict() == Verdict.OK), findings.toString());
    }

    @Test
    void saysWhichLifetimePatronisFailsafeModeNeeds() {
        List<Finding> findings = host(
                """
                {"scopes": [{"scope": "service/demo", "lifetimeSeconds": 10, "lifetimeNeededSeconds": 35,
                   "addresses": [{"name": "write", "address": "10.0.0.100/32", "interface": "eth0"}]}]}
                """);
        Finding warning = findings.stream()
                .filter(one -> one.verdict() == Verdict.WARN)
                .findFirst()
                .orElseThrow();
        assertTrue(warning.sentence().contains("failsafe mode"), warning.sentence());
        assertTrue(warning.nextStep().startsWith("write `lifetime: 35s`"), warning.nextStep());
    }

    @Test
    void findsEverythingThatIsWrongOnAHost() {
        List<String> faults = host(
                        """
                {"capabilities": {"netAdmin": false, "netRaw": true},
                 "bus": {"reachable": false, "reason": "Kafka does not answer"},
                 "scopes": [{"scope": "service/demo",
                   "addresses": [{"name": "write", "address": "10.0.0.100/24", "interface": "eth7",
                                  "interfacePresent": false}],
                   "proxies": [{"name": "haproxy", "reachable": false}],
                   "postgres": {"listenAddresses": "10.0.0.11"}}]}
                """)
                .stream()
                .filter(one -> one.verdict() == Verdict.FAULT)
                .map(Finding::sentence)
                .toList();
        assertEquals(5, faults.size(), faults.toString());
        assertTrue(faults.get(0).contains("CAP_NET_ADMIN"));
        assertTrue(faults.get(1).contains("shared prefix"));
        assertTrue(faults.get(2).contains("no interface eth7"));
        assertTrue(faults.get(3).contains("clients of 10.0.0.100 would be refused"));
        assertTrue(faults.get(4).contains("socket"));
    }

    @Test
    void doesNotGuessWhatAnAgentDoesNotSay() {
        List<Finding> findings = host(
                """
                {"scopes": [{"scope": "service/demo", "proxies": [{"name": "haproxy"}],
                   "addresses": [{"name": "write", "address": "10.0.0.100", "interface": "eth0"}]}]}
                """);
        assertEquals(6, findings.size());
        assertTrue(findings.stream().allMatch(one -> one.verdict() == Verdict.UNKNOWN), findings.toString());
    }

    @Test
    void readsListenAddressesAsPostgresDoes() {
        assertTrue(HostChecks.covers("0.0.0.0", "10.0.0.100"));
        assertTrue(HostChecks.covers("localhost,10.0.0.100", "10.0.0.100"));
        assertTrue(HostChecks.covers("0.0.0.0,::", "fd00::100"));
        assertTrue(!HostChecks.covers("0.0.0.0", "fd00::100"));
        assertTrue(!HostChecks.covers("localhost", "10.0.0.100"));
    }

    @Test
    void findsTheSectionsWithoutRedispatch() {
        Finding fault = HaproxyFileCheck.of(List.of(
                "defaults",
                "  mode tcp",
                "backend primary # writes",
                "  option redispatch 1",
                "  server n1 10.0.0.11:5432 check",
                "backend replicas",
                "  server n2 10.0.0.12:5432 check",
                "frontend no_servers_here",
                "  bind :5000"));
        assertEquals(Verdict.FAULT, fault.verdict());
        assertTrue(fault.sentence().contains("in backend replicas:"), fault.sentence());

        Finding fine = HaproxyFileCheck.of(
                List.of("defaults", "  option redispatch", "listen write", "  server n1 10.0.0.11:5432 check"));
        assertEquals(Verdict.OK, fine.verdict());
    }

    private static List<Finding> host(String status) {
        return HostChecks.of("agent on n1", "n1", AgentStatus.parse(status, SCOPE));
    }

    private static Finding checkEmptyScope(int version2Answer) throws IOException {
        HttpServer etcd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        etcd.createContext("/v2/keys/service/demo", exchange -> {
            byte[] body = "{}".getBytes(UTF_8);
            exchange.sendResponseHeaders(version2Answer, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        etcd.start();
        try {
            String endpoint = "http://127.0.0.1:" + etcd.getAddress().getPort();
            return new PatroniKeysCheck(new HttpGet(Duration.ofSeconds(5)), List.of(endpoint)).check(empty());
        } finally {
            etcd.stop(0);
        }
    }

    private static ScopeState empty() {
        return new ScopeState(
                SCOPE,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                OptionalLong.empty(),
                false,
                HandsOff.NONE,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
