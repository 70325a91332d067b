package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import java.time.Duration;
import java.util.Locale;

/** Small words that many sentences share. */
final class Words {

    private Words() {}

    /** An enum's name as people say it: {@code STALE_EPOCH} is "stale epoch". */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In brackets with a blank before, or nothing. */
    static String aside(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    /** After a colon, or nothing. */
    static String because(String text) {
        return text.isEmpty() ? "" : ": " + text;
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    static String millis(long millis) {
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** To the millisecond, as a person compares it with a log. */
    static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.3f s", length.toNanos() / 1e9);
    }

    /** Who says it: the node, or the scope where no node is named. */
    static String speaker(BusRecord record) {
        return record.node().isEmpty() ? record.scope().key() : record.node();
    }
}
