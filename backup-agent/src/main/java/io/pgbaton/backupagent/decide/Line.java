package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.v1.DrillStepResult;

/** What the wrapper says while pgBackRest runs, and a drill of itself. */
public sealed interface Line {

    record Started() implements Line {}

    /** @param hundredths of a percent, 0 to 10000 */
    record Progress(int hundredths, long bytes) implements Line {}

    record Warned(String text) implements Line {}

    /** @param label of the backup that is in the repository now, as {@code 20261121-220000F} */
    record Made(String label) implements Line {}

    /** What a drill restores; {@code bytes} of the database, {@code stoppedSeconds} since the Unix epoch. */
    record Chosen(String label, int repo, long bytes, long stoppedSeconds) implements Line {}

    /** A drill has come to it. */
    record Phase(String name) implements Line {}

    /** A part of a drill is over. */
    record Step(String name, DrillStepResult result, long millis, String text) implements Line {}

    /** @param name pgBackRest's own, in kebab case */
    record Ended(int code, String name) implements Line {}
}
