package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R12's sabotage: a secret that is printed has to be found, wherever it stands. */
class LeaksTest {
    private final Leaks leaks = new Leaks(Map.of("app", "0badc0de", "pgbaton", "5ec4e7"));

    @Test
    void r12ASecretInTheMiddleOfALineIsFoundAndSaidWhere() {
        Map<String, String> places =
                Map.of("a log", "INFO connecting url=jdbc:postgresql://n1?password=5ec4e7&x=1", "/metrics", "up 1\n");

        assertEquals(List.of("the password of pgbaton is in a log"), leaks.in(places));
    }

    @Test
    void r12EachPlaceAndEachSecretIsTold() {
        Map<String, String> places =
                Map.of("arguments", "java\0-Dp=0badc0de", "bus", "{\"reason\":\"0badc0de 5ec4e7\"}");

        assertEquals(
                List.of(
                        "the password of app is in arguments",
                        "the password of app is in bus",
                        "the password of pgbaton is in bus"),
                leaks.in(places));
    }

    @Test
    void r12ASecretThatCouldNotBeReadIsNotLookedForInVain() {
        assertThrows(IllegalArgumentException.class, () -> new Leaks(Map.of("app", " ")));
    }
}
