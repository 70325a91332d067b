package io.pgbaton.runtime.journal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/** A life on a file system of its own, which it may fill and remount: run by {@link RealDiskTest}, as root. */
public final class RealDiskLife {
    private final Path mount;

    private RealDiskLife(Path mount) {
        this.mount = mount;
    }

    public static void main(String[] words) throws Exception {
        RealDiskLife life = new RealDiskLife(Path.of(words[1]));
        switch (words[0]) {
            case "full" -> life.full();
            case "read-only-at-start" -> life.readOnlyAtStart();
            case "read-only-later" -> life.readOnlyLater();
            default -> throw new IllegalArgumentException(words[0]);
        }
        System.exit(0);
    }

    private void full() throws Exception {
        try (JournalWorld world = world()) {
            publishDurably(world, 0, 100);
            fill();
            world.publish(100, 2000);
            await().until(() -> says(world, "the disk is full"));
            Files.delete(mount.resolve("filler"));
            await().until(() -> world.journal.health().ready() && world.gauge("bytes") >= sizeOf(2000));
        }
        nextLifeHas(2000);
    }

    private void readOnlyAtStart() throws Exception {
        run("mount", "-o", "remount,ro", mount.toString());
        try (JournalWorld world = world()) {
            await().until(() -> says(world, "the file system is read-only"));
            world.publish(0, 100);
            run("mount", "-o", "remount,rw", mount.toString());
            await().until(() -> world.journal.health().ready() && world.gauge("bytes") >= sizeOf(100));
        }
        nextLifeHas(100);
    }

    /** As ext4 does by itself after an error: files that are open for writing are no hindrance. */
    private void readOnlyLater() throws Exception {
        try (JournalWorld world = world()) {
            publishDurably(world, 0, 100);
            run("mount", "-o", "remount,abort", mount.toString());
            world.publish(100, 200);
            await().until(() -> !world.journal.health().ready());
            world.bus(true);
            await().until(() -> world.onBus.size() == 200);
        }
    }

    private JournalWorld world() throws Exception {
        return new JournalWorld(JournalSettings.in(mount.resolve("journal")));
    }

    private static void publishDurably(JournalWorld world, int from, int to) throws Exception {
        world.publish(from, to);
        await().until(() -> world.gauge("bytes") >= sizeOf(to));
    }

    /** On disk, of so many records. */
    private static double sizeOf(int records) {
        return IntStream.range(0, records)
                .map(n -> Frame.HEADER + LogFolder.payload(n).size())
                .sum();
    }

    private static boolean says(JournalWorld world, String reason) {
        return world.journal.health().reason().contains(reason);
    }

    private void nextLifeHas(int records) throws Exception {
        try (JournalWorld next = world()) {
            next.bus(true);
            await().atMost(Duration.ofSeconds(20)).until(() -> next.onBus.size() == records);
            for (int n = 0; n < records; n++) {
                if (next.sequences().get(n) != n + 1) {
                    throw new AssertionError(
                            "at " + n + " is " + next.sequences().get(n));
                }
            }
        }
    }

    private void fill() throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(mount.resolve("filler"))) {
            for (; ; ) {
                out.write(block);
            }
        } catch (IOException full) {
            // That is what it is for.
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit);
        }
    }
}
