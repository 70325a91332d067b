package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pgbaton.sim.script.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lives in readable text. {@code -Dpgbaton.scenarios=write} writes down what happens now, to be read in the diff. */
class ScenariosTest {
    private static final Path HOME = Path.of("src/test/resources/scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(HOME)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void happensAsWritten(Path scenario) throws IOException {
        String written = Files.readString(scenario);
        String played = Scenario.play(written);
        assertFalse(played.contains("BROKEN"), played);
        if ("write".equals(System.getProperty("pgbaton.scenarios"))) {
            Files.writeString(scenario, played);
        }
        assertEquals(Files.readString(scenario), played);
    }
}
