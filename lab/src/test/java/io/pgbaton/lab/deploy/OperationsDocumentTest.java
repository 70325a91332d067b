package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is on call finds every line that asks for a person in docs/operations.md. */
class OperationsDocumentTest {
    /** The sentence up to its first stop: the start of it is what one searches for. */
    private static final Pattern ERROR = Pattern.compile("log\\.error\\(\\s*\"([^\"{.:;(]+)");

    @Test
    void everyErrorOfADaemonIsExplained() {
        String document = Checkout.read("docs/operations.md").replaceAll("\\s+", " ");
        List<String> missing = Stream.of("runtime", "node-agent", "coordinator", "backup-agent")
                .flatMap(OperationsDocumentTest::sources)
                .flatMap(source -> ERROR.matcher(source).results())
                .map(found -> found.group(1).strip())
                .distinct()
                .filter(sentence -> !document.contains(sentence))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static Stream<String> sources(String module) {
        try (Stream<Path> files = Files.walk(Checkout.path(module).resolve("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(OperationsDocumentTest::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError("cannot list the sources of " + module, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
