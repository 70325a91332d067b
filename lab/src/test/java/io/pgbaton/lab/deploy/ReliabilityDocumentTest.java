package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reliability.md names checks and tests as proof: each of them has to be there. */
class ReliabilityDocumentTest {
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+)`");

    /** Words of CloudEvents, of the document itself and of reports, in the same quotes. */
    private static final Set<String> OTHERS = Set.of("INVALID");

    @Test
    void everyClassThatItNamesIsThere() throws IOException {
        String document = Checkout.read("docs/reliability.md");
        Set<String> named = CLASS.matcher(document)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !OTHERS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() > 20, named::toString);
        named.removeAll(classes());
        assertEquals(Set.of(), named, "named as proof, and not in the repository");
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.path(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
