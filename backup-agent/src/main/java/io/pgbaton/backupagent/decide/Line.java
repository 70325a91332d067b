package io.pgbaton.backupagent.decide;

/** What the wrapper says while pgBackRest runs. */
public sealed interface Line {

    record Started() implements Line {}

    /** @param hundredths of a percent, 0 to 10000 */
    record Progress(int hundredths, long bytes) implements Line {}

    record Warned(String text) implements Line {}

    /** @param label of the backup that is in the repository now, as {@code 20261121-220000F} */
    record Made(String label) implements Line {}

    /** @param name pgBackRest's own, in kebab case */
    record Ended(int code, String name) implements Line {}
}
