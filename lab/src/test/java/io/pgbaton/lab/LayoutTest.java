package io.pgbaton.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    /** The kernel's limit of an interface name. */
    private static final int LONGEST_INTERFACE_NAME = 15;

    @Test
    void everyNameOfTheLongestIdFitsTheKernel() {
        Layout layout = layout("abcdefgh");
        Layout.hosts()
                .forEach(host -> assertTrue(layout.cable(host).length() <= LONGEST_INTERFACE_NAME, layout.cable(host)));
    }

    @Test
    void labsOfTwoIdsShareNothing() {
        Layout demo = layout("demo");
        Layout verify = layout("verify");
        assertNotEquals(demo.subnet(), verify.subnet());
        assertNotEquals(demo.subnet6(), verify.subnet6());
        assertNotEquals(demo.bridge(), verify.bridge());
        assertNotEquals(demo.namespace("n1"), verify.namespace("n1"));
    }

    @Test
    void theSameIdIsTheSameLabEachTime() {
        assertEquals(layout("demo").subnet(), layout("demo").subnet());
    }

    @Test
    void aHostIsRecognisedByTheSameDigitsInBothFamilies() {
        assertTrue(layout("demo").ip("n2").endsWith(".12"));
        assertTrue(layout("demo").ip6("n2").endsWith("::12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Demo", "1demo", "toolongid", "a-b", "a/b", "a b"})
    void anIdThatCannotNameAnInterfaceIsRefused(String id) {
        assertThrows(LabException.class, () -> layout(id));
    }

    @Test
    void aFolderTooDeepForUnixSocketsIsRefusedWithTheRemedy() {
        Path deep = Path.of("/" + "x".repeat(80));
        LabException refusal = assertThrows(LabException.class, () -> new Layout("demo", Path.of("."), deep));
        assertTrue(refusal.getMessage().contains("PGBATON_LAB_DIR"), refusal.getMessage());
    }

    private static Layout layout(String id) {
        return new Layout(id, Path.of("."), Path.of("/var/tmp/lab-" + id.replace('/', '-')));
    }
}
