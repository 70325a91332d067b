package io.pgbaton.lab.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.chaos.check.LeaderHistory.End;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LeaderHistoryTest {
    /** As etcdctl 3.4 printed it. */
    private static final String PUT =
            "{\"Header\":{\"cluster_id\":16182392788039062324,\"revision\":309},\"Events\":[{\"kv\":{\"key\":"
                    + "\"L3NlcnZpY2UvZGVtby9sZWFkZXI=\",\"create_revision\":12,\"mod_revision\":%d,\"version\":1,"
                    + "\"value\":\"%s\",\"lease\":3984456411117183495}}],\"CompactRevision\":0}\n";

    private static final String DELETE =
            "{\"Header\":{},\"Events\":[{\"type\":1,\"kv\":{\"key\":\"L3NlcnZpY2UvZGVtby9sZWFkZXI=\",\"mod_revision\":%d}}]}\n";

    private static final String N1 = "bjE=";
    private static final String N2 = "bjI=";

    @Test
    void aReignEndsWithTheKey() {
        assertEquals(
                List.of(reign("n1", End.KEY_GONE, 12), reign("n2", End.NONE, 40)),
                read(PUT.formatted(12, N1) + DELETE.formatted(39) + PUT.formatted(40, N2)));
    }

    @Test
    void anotherNameOverALivingKeyEndsAReignToo() {
        assertEquals(
                List.of(reign("n1", End.PUT_OVER, 12), reign("n2", End.NONE, 40)),
                read(PUT.formatted(12, N1) + PUT.formatted(40, N2)));
    }

    @Test
    void theSameNameOverItsOwnLivingKeyGoesOnWithTheReign() {
        assertEquals(List.of(reign("n1", End.NONE, 12, 40)), read(PUT.formatted(12, N1) + PUT.formatted(40, N1)));
    }

    @Test
    void theSameNameAfterTheKeyWasGoneIsANewReign() {
        assertEquals(
                List.of(reign("n1", End.KEY_GONE, 12), reign("n1", End.NONE, 40)),
                read(PUT.formatted(12, N1) + DELETE.formatted(30) + PUT.formatted(40, N1)));
    }

    private static List<LeaderHistory.Reign> read(String lines) {
        return LeaderHistory.parse(lines).reigns();
    }

    private static LeaderHistory.Reign reign(String member, End end, int... epochs) {
        Set<Long> all = Arrays.stream(epochs).mapToObj(Long::valueOf).collect(Collectors.toSet());
        return new LeaderHistory.Reign(member, all, end);
    }
}
