package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Where a test makes the disk hang, fail or be full. Sound until it is told otherwise. */
final class FaultyDisk implements ChannelOpener {
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile IOException failure;
    private volatile boolean full;

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        return new FaultyChannel(FileChannel.open(file, options), this);
    }

    void hang() {
        hanging = new CountDownLatch(1);
    }

    void fail(IOException with) {
        failure = with;
    }

    /** Each write brings ten bytes to the disk and fails then, as at the end of a disk. */
    void fill() {
        full = true;
    }

    void heal() {
        failure = null;
        full = false;
        hanging.countDown();
    }

    boolean tearsWrites() {
        return full;
    }

    void beforeWrite() throws IOException {
        await();
    }

    void beforeForce() throws IOException {
        await();
        if (failure != null) {
            throw failure;
        }
    }

    private void await() throws IOException {
        try {
            hanging.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
