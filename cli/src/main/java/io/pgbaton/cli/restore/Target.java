package io.pgbaton.cli.restore;

import io.pgbaton.cli.sentence.TargetWords;
import io.pgbaton.proto.v1.RestoreTarget;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a restore is to go.
 *
 * @param value as PostgreSQL takes it, empty where there is none
 * @param time of a time
 */
public record Target(RestoreTargetKind kind, String value, Optional<Instant> time) {
    public static final Target END = new Target(RestoreTargetKind.RESTORE_TARGET_KIND_END, "", Optional.empty());
    public static final Target IMMEDIATE =
            new Target(RestoreTargetKind.RESTORE_TARGET_KIND_IMMEDIATE, "", Optional.empty());

    private static final Pattern LSN = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'][ ]HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern ZONED = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?) ?([Zz]|[+-]\\d{2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_+-]+)*)");
    /** PostgreSQL's own resolution, and never a zone by name: not every server knows the same ones. */
    private static final DateTimeFormatter OF_POSTGRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS+00", Locale.ROOT);

    /** @throws IllegalArgumentException with a sentence, also when it has no zone */
    public static Target time(String text) {
        Matcher parts = ZONED.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no time with its zone: write it as 2026-11-22T04:00:00Z, 2026-11-22 04:00:00+01, or"
                    + " \"2026-11-22 04:00:00 Europe/Berlin\"; without a zone it could be meant hours off");
        }
        try {
            Instant instant = only(LOCAL.parse(parts.group(1), LocalDateTime::from), zone(parts.group(2)));
            String value = OF_POSTGRES.format(OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
            return new Target(RestoreTargetKind.RESTORE_TARGET_KIND_TIME, value, Optional.of(instant));
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" is no time: " + wrong.getMessage(), wrong);
        }
    }

    public static Target lsn(String text) {
        if (!LSN.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no LSN: write it as 0/16B3748");
        }
        return new Target(RestoreTargetKind.RESTORE_TARGET_KIND_LSN, text, Optional.empty());
    }

    public static Target xid(String text) {
        if (!text.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no transaction id");
        }
        return new Target(RestoreTargetKind.RESTORE_TARGET_KIND_XID, text, Optional.empty());
    }

    public static Target name(String text) {
        if (text.isBlank()
                || text.startsWith("-")
                || text.contains("'")
                || text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("\"" + text + "\" is no name of a restore point");
        }
        return new Target(RestoreTargetKind.RESTORE_TARGET_KIND_NAME, text, Optional.empty());
    }

    /** @param timeline empty for the newest */
    public RestoreTarget toProto(String timeline) {
        return RestoreTarget.newBuilder()
                .setKind(kind)
                .setValue(value)
                .setTimeline(timeline)
                .build();
    }

    /** For people. */
    @Override
    public String toString() {
        return TargetWords.of(toProto(""));
    }

    /** A position as a number, so that two can be compared. */
    static long position(String lsn) {
        Matcher parts = LSN.matcher(lsn);
        if (!parts.matches()) {
            throw new IllegalArgumentException(lsn + " is no LSN");
        }
        return Long.parseLong(parts.group(1), 16) << 32 | Long.parseLong(parts.group(2), 16);
    }

    /** After a segment of WAL: no segment of the same 4 GiB ends later, whatever their size, which nobody tells. */
    static long endOfLog(String segment) {
        return (Long.parseLong(segment.substring(8, 16), 16) + 1) << 32;
    }

    /** Where the clocks change, a local time comes twice, or never. */
    private static Instant only(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() != 1) {
            throw new DateTimeException(local + " is there " + (offsets.isEmpty() ? "never" : "twice") + " in " + zone
                    + ", where the clocks change: write an offset, as +01");
        }
        return local.toInstant(offsets.get(0));
    }

    /** Abbreviations such as CET are not taken: some are two zones at once. */
    private static ZoneId zone(String text) {
        if (text.equalsIgnoreCase("utc") || text.equalsIgnoreCase("gmt") || text.equalsIgnoreCase("z")) {
            return ZoneOffset.UTC;
        } else if (text.startsWith("+") || text.startsWith("-") || text.contains("/")) {
            return ZoneId.of(text);
        }
        throw new DateTimeException(
                "zone " + text + " is not clear: write an offset, as +01, or a place, as Europe/Berlin");
    }
}
