package io.pgbaton.proto.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountedRevisionTest {
    private static final long HIGHEST_REVISION = (1L << 40) - 1;

    @Test
    void inAnEtcdThatNeverWasRestoredItIsTheRevision() {
        assertEquals(52, CountedRevision.of(0, 52));
    }

    @Test
    void whatIsOfALaterCountIsNewer() {
        assertTrue(CountedRevision.of(1, 3) > CountedRevision.of(0, HIGHEST_REVISION));
        assertTrue(CountedRevision.of(2, 3) > CountedRevision.of(1, HIGHEST_REVISION));
    }

    @Test
    void etcdIsAskedForItsOwnRevision() {
        long counted = CountedRevision.of(7, 52);

        assertEquals(52, CountedRevision.revision(counted));
        assertEquals(7, CountedRevision.count(counted));
    }

    @Test
    void noRevisionHasNoCount() {
        assertEquals(0, CountedRevision.of(3, 0));
    }

    @Test
    void theHighestFitsADoubleAsJsonAndGrafanaReadIt() {
        long highest = CountedRevision.of(CountedRevision.HIGHEST_COUNT, HIGHEST_REVISION);

        assertEquals(highest, (long) (double) highest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "8192", "99999999999999999999"})
    void aRecordThatIsNoCountCountsAsNone(String value) {
        assertEquals(0, CountedRevision.parseCount(value));
    }
}
