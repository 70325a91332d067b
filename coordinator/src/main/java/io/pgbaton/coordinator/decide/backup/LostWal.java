package io.pgbaton.coordinator.decide.backup;

import java.time.Instant;

/**
 * WAL that a repository will never have. From then on no point in time can be reached, until a backup is there that was begun
 * later.
 *
 * @param at when the loss was over: a backup begun later does not need it
 */
public record LostWal(Instant at, How how) {

    /** What a person asks first. */
    public enum How {
        /** The archiver said so. */
        THROWN_AWAY("WAL was thrown away at %s"),
        /** The repository does not have it. */
        MISSING("WAL of before %s is missing from the repository");

        private final String words;

        How(String words) {
            this.words = words;
        }
    }

    String why() {
        return how.words.formatted(at) + ": no point in time after it can be restored";
    }
}
