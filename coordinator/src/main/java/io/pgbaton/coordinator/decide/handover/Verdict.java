package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.proto.v1.HandoverResult;
import java.util.List;

/**
 * How a handover ends.
 *
 * @param unconfirmed directors of the roster that did not say they point at the new primary
 * @param reason in plain words, empty when all went well
 */
public record Verdict(HandoverResult result, List<String> unconfirmed, String reason) {

    public Verdict {
        unconfirmed = List.copyOf(unconfirmed);
    }
}
