package io.pgbaton.backupagent.decide.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeRuleTest {

    /** Of the stanza, repository by repository, as VERSION:SYSTEM IDENTIFIER; the leader has 7. */
    @ParameterizedTest
    @CsvSource({
        "15:7, 150014, nothing-to-upgrade",
        "15:, 150014, nothing-to-upgrade",
        "15:6, 150014, another-cluster",
        "15:6, 160004, ''",
        "15:7, 160004, ''",
        "9.6:6, 150014, ''",
        "9.6:6, 100001, ''",
        "9.5:6, 90624, ''",
        "9.6:7, 90624, nothing-to-upgrade",
        "16:7, 150014, older-cluster",
        "16:6, 150014, older-cluster",
        "10:6, 90624, older-cluster",
        "16:7 15:6, 160004, ''",
        "16:6 15:6, 160004, another-cluster",
        "15:6 16:6, 160004, another-cluster",
        "15:7 15:6, 150014, another-cluster",
        "17:7 15:6, 160004, older-cluster",
        "'', 150014, stanza-unknown",
    })
    void onlyAnUpgradeOfPostgresIsOne(String stanza, int versionNum, String expected) {
        assertEquals(
                expected, judge(stanza, versionNum).map(Objection::name).orElse(""), stanza + " and " + versionNum);
    }

    @Test
    void whatIsThereIsSaid() {
        assertEquals(
                "stanza demo in repository 2 is of PostgreSQL 15, system identifier 6, and the leader n1 runs 15, 7:"
                        + " that is another cluster",
                judge("15:7 15:6", 150014).orElseThrow().sentence());
        assertEquals(
                "stanza demo in repository 1 is of PostgreSQL 10, system identifier 6, and the leader n1 runs 9.6, 7:"
                        + " that is no upgrade",
                judge("10:6", 90624).orElseThrow().sentence());
    }

    @Test
    void aVersionThatIsNoneIsNotTakenForAnOldOne() {
        assertThrows(IllegalArgumentException.class, () -> judge("x:6", 150014));
    }

    private static Optional<Objection> judge(String stanza, int versionNum) {
        List<String> texts = Arrays.stream(stanza.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .toList();
        List<StanzaDatabase> databases = texts.stream()
                .map(text -> database(texts.indexOf(text) + 1, text))
                .toList();
        return UpgradeRule.judge(
                "demo", databases, new RunningCluster("n1", PostgresMajor.ofVersionNum(versionNum), "7"));
    }

    private static StanzaDatabase database(int repo, String text) {
        String[] parts = text.split(":", -1);
        return new StanzaDatabase(repo, parts[0], parts[1]);
    }
}
