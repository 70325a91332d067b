package io.pgbaton.runtime.config;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * What a value must be, beyond its type.
 *
 * @param must completes the sentence "it must be ..."
 */
public record Check<T>(Predicate<T> holds, String must) {

    /** Both ends included. */
    public static <C extends Comparable<C>> Check<C> between(C least, C most) {
        return new Check<>(
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "between " + shown(least) + " and " + shown(most));
    }

    public static Check<String> matching(String pattern, String must) {
        return new Check<>(value -> value.matches(pattern), must);
    }

    public static Check<Collection<?>> notEmpty() {
        return new Check<>(values -> !values.isEmpty(), "a list of at least one");
    }

    static String shown(Object value) {
        if (value instanceof Enum<?> word) {
            return Scalar.nameOf(word);
        }
        return value instanceof Duration duration ? Durations.write(duration) : String.valueOf(value);
    }
}
