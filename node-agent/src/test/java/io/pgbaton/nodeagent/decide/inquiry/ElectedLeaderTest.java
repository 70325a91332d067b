package io.pgbaton.nodeagent.decide.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which leader has to be asked over the network, and which cannot be. */
class ElectedLeaderTest {
    private static final MemberReading N1 = member("n1", "http://10.0.0.1:8008/patroni");
    private static final MemberReading N2 = member("n2", "http://10.0.0.2:8008/patroni");

    @Test
    void theLeaderBesideThisAgentIsNotAskedOverTheNetwork() {
        assertEquals(Optional.empty(), ElectedLeader.in(ledByN2(false, N1, N2), "n2"));
    }

    @Test
    void aHaproxyHostWithoutAMemberAsksEveryLeader() {
        assertEquals(
                Optional.of(new ElectedLeader(5, "n2", "http://10.0.0.2:8008/patroni", "")),
                ElectedLeader.in(ledByN2(false, N1, N2), ""));
    }

    @Test
    void r5TheLeaderOfAStandbyClusterTakesNoWrites() {
        assertEquals(Optional.empty(), ElectedLeader.in(ledByN2(true, N1, N2), "n1"));
    }

    @Test
    void r5WhereTwoMembersGiveOneAddressAnotherThanTheLeaderMightAnswer() {
        ElectedLeader leader = ElectedLeader.in(ledByN2(false, N1, member("n2", N1.apiUrl())), "n1")
                .orElseThrow();
        assertEquals("", leader.url());
        assertTrue(leader.obstacle().startsWith("n2 and n1 give the same api_url: correct restapi.connect_address"));
    }

    @Test
    void aLeaderWithoutAMemberKeyOrAnAddressCannotBeAsked() {
        String expected = "the key of member n2 names no api_url";
        for (ScopeReading reading : Set.of(ledByN2(false, N1), ledByN2(false, N1, member("n2", "")))) {
            assertTrue(ElectedLeader.in(reading, "n1").orElseThrow().obstacle().startsWith(expected));
        }
    }

    private static MemberReading member(String name, String apiUrl) {
        return new MemberReading(name, "replica", "running", 1, 0, apiUrl, "", 5432, "3.0.2", Map.of(), 4);
    }

    private static ScopeReading ledByN2(boolean standbyCluster, MemberReading... members) {
        return new ScopeReading(
                5,
                Optional.of(new LeaderReading("n2", 5, 5, 1)),
                Arrays.stream(members).collect(Collectors.toMap(MemberReading::name, Function.identity())),
                Optional.empty(),
                false,
                false,
                standbyCluster,
                Set.of(),
                1,
                "7300000000000000001",
                0,
                Duration.ZERO);
    }
}
