package io.pgbaton.backupagent.observe;

import io.pgbaton.backupagent.decide.archive.WalRun;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.JsonEvent;
import io.vertx.core.parsetools.JsonEventType;
import io.vertx.core.parsetools.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The WAL files of one repository, as pgBackRest's {@code repo-ls} lists them. Read in pieces: an archive of years has a million.
 *
 * @param history which of the archives of a stanza it is of, the newest; an upgrade of the stanza begins another
 * @param runs in the order of the names
 */
public record ArchiveListing(int history, List<WalRun> runs) {
    /** Not one that is half written ({@code .pgbackrest.tmp}). As in {@code 15-1/0000000200000001/0000000200000001000000A7-<sha1>.zst}. */
    private static final Pattern SEGMENT = Pattern.compile(
            "[0-9.]+-([0-9]{1,9})/[0-9A-F]{16}/([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}(\\.(gz|bz2|lz4|zst))?");

    private static final int HEX = 16;
    private static final int PIECE = 64 * 1024;

    public ArchiveListing {
        runs = List.copyOf(runs);
    }

    /**
     * Blocks.
     *
     * @throws IOException when it is no such listing, or its names are not in order
     */
    public static ArchiveListing read(Path json) throws IOException {
        Reading reading = new Reading();
        try (InputStream in = Files.newInputStream(json)) {
            JsonParser parser = JsonParser.newParser();
            parser.handler(event -> reading.accept(parser, event));
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                parser.handle(Buffer.buffer(piece));
            }
            parser.end();
        } catch (RuntimeException wrong) {
            String why = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            throw new IOException("pgBackRest's list of WAL cannot be read: " + why, wrong);
        }
        return new ArchiveListing(reading.history, reading.runs);
    }

    /** What has been read so far. */
    private static final class Reading {
        private final List<WalRun> runs = new ArrayList<>();
        private int history;

        void accept(JsonParser parser, JsonEvent event) {
            if (event.type() == JsonEventType.START_OBJECT) {
                parser.objectValueMode();
            } else if (event.type() == JsonEventType.VALUE && event.fieldName() != null) {
                Matcher name = SEGMENT.matcher(event.fieldName());
                if (name.matches()) {
                    add(name, event.objectValue());
                }
            }
        }

        private void add(Matcher name, JsonObject file) {
            int of = Integer.parseInt(name.group(1));
            if (of < history) {
                return;
            } else if (of > history) {
                runs.clear();
                history = of;
            }
            int timeline = Integer.parseUnsignedInt(name.group(2), HEX);
            long log = Long.parseLong(name.group(3), HEX);
            long number = Long.parseLong(name.group(4), HEX);
            WalRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.goesOn(timeline, log, number)) {
                runs.set(runs.size() - 1, last.upTo(number));
            } else {
                runs.add(inOrder(last, timeline, log, number, Instant.ofEpochSecond(file.getLong("time"))));
            }
        }

        private static WalRun inOrder(WalRun last, int timeline, long log, long number, Instant came) {
            WalRun next = new WalRun(timeline, log, number, number, came);
            if (last != null && WalRun.BY_NAME.compare(last, next) >= 0) {
                throw new IllegalStateException("it is not in order at " + next);
            }
            return next;
        }
    }
}
