package io.pgbaton.runtime.loop;

import java.time.Instant;

/**
 * One turn of a loop, as {@code /status} shows it.
 *
 * @param at wall time, for the reader's eyes only
 * @param queuedMicros from the hand-over of the input to its turn
 * @param handledMicros the decision and the start of its actions
 */
public record TraceEntry(Instant at, String input, String actions, long queuedMicros, long handledMicros) {}
