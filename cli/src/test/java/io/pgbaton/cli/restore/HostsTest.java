package io.pgbaton.cli.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.backup.BackupAgents.Member;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final Hosts HOSTS =
            new Hosts(SCOPE, List.of(new Member("db2", "n2"), new Member("db1", "n1"), new Member("db3", "n2")));

    @Test
    void eachMemberIsOnTheNodeOfItsAgent() {
        assertEquals(
                List.of(RestoreNode.newBuilder().setNode("db1").setMember("n1").build()), HOSTS.of(List.of("n1")));
    }

    @Test
    void allThatAreLackingAreNamed() {
        CliFault fault = assertThrows(CliFault.class, () -> HOSTS.of(List.of("n3", "n1", "n4")));
        assertEquals(ExitCode.NOT_FOUND, fault.exitCode());
        assertEquals(
                "no backup agent has n3, n4 of service/demo under `members`; there are n1 on db1, n2 on db2, db3",
                fault.getMessage());
    }

    @Test
    void oneThatIsInTwoPlacesIsInNone() {
        CliFault fault = assertThrows(CliFault.class, () -> HOSTS.of(List.of("n2")));
        assertEquals(
                "the backup agents on db2 and db3 all have n2 of service/demo under `members`: leave it to the one on its host",
                fault.getMessage());
    }
}
