package io.pgbaton.backupagent.decide.archive;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Counts segments from the beginning of all WAL. How many a log has depends on their size, 256 of PostgreSQL's usual 16 MiB;
 * nothing in a repository says it, but no file of a log has a higher number.
 *
 * @param inALog a power of two
 */
record WalSegments(long inALog) {
    private static final int PART = 8;
    private static final int HEX = 16;

    /** @throws NumberFormatException when a backup names no segments */
    static WalSegments of(List<WalRun> runs, List<KeptBackup> backups) {
        LongStream needed = backups.stream()
                .flatMap(backup -> Stream.of(backup.walStart(), backup.walStop()))
                .mapToLong(name -> part(name, 2));
        long highest = LongStream.concat(runs.stream().mapToLong(WalRun::last), needed)
                .max()
                .orElse(0);
        return new WalSegments(Math.max(1, Long.highestOneBit(highest) * 2));
    }

    long first(WalRun run) {
        return run.log() * inALog + run.first();
    }

    long last(WalRun run) {
        return run.log() * inALog + run.last();
    }

    /** @throws NumberFormatException when it is no name of a segment */
    long number(String name) {
        return part(name, 1) * inALog + part(name, 2);
    }

    /** @throws NumberFormatException when it is no name of a segment */
    static int timeline(String name) {
        return (int) part(name, 0);
    }

    String name(int timeline, long number) {
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / inALog, number % inALog);
    }

    private static long part(String name, int which) {
        if (name.length() != 3 * PART) {
            throw new NumberFormatException("not a WAL segment: " + name);
        }
        return Long.parseLong(name.substring(which * PART, (which + 1) * PART), HEX);
    }
}
