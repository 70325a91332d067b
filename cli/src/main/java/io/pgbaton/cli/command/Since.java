package io.pgbaton.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code --since}: a length back from now, a time of today, or a date; local unless it names its zone. */
final class Since {
    static final String FORMS = "10m, 2h, 7d, 19:03, 2026-11-20, 2026-11-20T19:03 or 2026-11-20T18:03:00Z";

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private Since() {}

    /**
     * How far back from now.
     *
     * @throws IllegalArgumentException when it is none of the forms, or in the future
     */
    static Duration parse(String text, InstantSource clock, ZoneId zone) {
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            return UNITS.get(length.group(2)).multipliedBy(Long.parseLong(length.group(1)));
        }
        Instant now = clock.instant();
        Duration back = Duration.between(point(text, now, zone), now);
        if (back.isNegative()) {
            throw new IllegalArgumentException("'" + text + "' is in the future");
        }
        return back;
    }

    /**
     * A length from now.
     *
     * @throws IllegalArgumentException when it is no length, or none at all
     */
    static Duration length(String text) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches() || Long.parseLong(length.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is not a length like 30m, 2h or 7d");
        }
        return UNITS.get(length.group(2)).multipliedBy(Long.parseLong(length.group(1)));
    }

    /** @throws IllegalArgumentException when it is none of the forms */
    static Instant point(String text, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        List<Function<String, Instant>> forms = List.of(
                Instant::parse,
                one -> LocalDateTime.parse(one).atZone(zone).toInstant(),
                one -> LocalDate.parse(one).atStartOfDay(zone).toInstant(),
                one -> today.atTime(LocalTime.parse(one)).atZone(zone).toInstant());
        return forms.stream()
                .flatMap(form -> attempt(form, text).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of " + FORMS));
    }

    private static Optional<Instant> attempt(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
