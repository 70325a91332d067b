package io.pgbaton.lab.scenario;

import java.util.List;
import java.util.Map;

/** Where a secret stands that should not (R12). */
final class Leaks {
    private final Map<String, String> secrets;

    /** @param secrets by the name of whose they are */
    Leaks(Map<String, String> secrets) {
        if (secrets.values().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "a secret that is blank would be found everywhere, or nowhere: " + secrets.keySet());
        }
        this.secrets = Map.copyOf(secrets);
    }

    /** @param places what can be read there, by name of the place */
    List<String> in(Map<String, String> places) {
        return places.entrySet().stream()
                .flatMap(place -> secrets.entrySet().stream()
                        .filter(secret -> place.getValue().contains(secret.getValue()))
                        .map(secret -> "the password of " + secret.getKey() + " is in " + place.getKey()))
                .sorted()
                .toList();
    }
}
