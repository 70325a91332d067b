package io.pgbaton.nodeagent.observe.kernel;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that repeats a bounded receive until it is closed. Only this thread touches the socket, and it closes it at
 * the end: a descriptor closed by another thread could by then be another file's.
 */
final class ReceiveLoop implements AutoCloseable {
    /** Bound of one receive: how long a close may have to wait. Two wake-ups a second cost nothing measurable. */
    static final Duration RECEIVE_TIMEOUT = Duration.ofMillis(500);

    private static final Duration CLOSE_TIMEOUT = RECEIVE_TIMEOUT.multipliedBy(4);
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveLoop.class);

    /** What one turn of the loop does. */
    @FunctionalInterface
    interface Step {
        /** Receives once and reports; returns whether to go on. */
        boolean run();
    }

    private final Thread thread;
    private volatile boolean closed;

    /** @param socket owned by the loop from now on */
    ReceiveLoop(String name, AutoCloseable socket, Step step) {
        thread = new Thread(() -> run(socket, step), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(AutoCloseable socket, Step step) {
        try (socket) {
            boolean goOn = true;
            while (goOn && !closed) {
                goOn = step.run();
            }
        } catch (Exception e) {
            LOG.error("Listening to the kernel ended; restart the agent thread={}", thread.getName(), e);
        }
    }

    /** Returns when the thread has ended, or after 2 s if its listener does not return. */
    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
