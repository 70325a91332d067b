package io.pgbaton.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands that name processes of a host are typed alike. */
class ProcessesTest {
    @ParameterizedTest
    @ValueSource(strings = {"kill", "start", "cont", "stop-signal"})
    void aHostAndOneOrMoreOfItsProcessesAreNamed(String command) {
        CommandLine.ParseResult parsed = new CommandLine(new LabMain())
                .parseArgs(command, "n1", "patroni", "postgres")
                .subcommand();

        assertEquals("n1", parsed.matchedPositionalValue(0, ""));
        assertEquals(List.of("patroni", "postgres"), parsed.matchedPositionalValue(1, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "start", "cont", "stop-signal"})
    void aHostAloneIsNotEnoughAndTheUsageSaysWhatIsMissing(String command) {
        CommandLine lab = new CommandLine(new LabMain());

        CommandLine.ParameterException refused =
                assertThrows(CommandLine.ParameterException.class, () -> lab.parseArgs(command, "n1"));

        assertTrue(refused.getMessage().contains("WHAT"), refused.getMessage());
    }
}
