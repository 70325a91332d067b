package io.pgbaton.cli.chain;

import java.util.List;
import java.util.Optional;

/**
 * What was found of one source.
 *
 * @param source empty for records that name none
 * @param records read, repeats among them
 * @param first number of the chain that was read, -1 when there is none
 * @param last its newest number
 * @param repeats that their writer sent again
 * @param late those whose writer says that newer ones went first
 * @param unproven without number and hash
 * @param anchor the oldest record that is left, when those before it are gone with their retention: it is not proven itself
 * @param head hash of the newest record: whoever keeps it elsewhere can prove later that nothing before it was altered
 * @param findings in the order of the topic
 */
public record SourceReport(
        String source,
        long records,
        long first,
        long last,
        long repeats,
        long late,
        long unproven,
        Optional<Link> anchor,
        String head,
        List<Finding> findings) {

    public SourceReport {
        findings = List.copyOf(findings);
    }

    public Verdict verdict() {
        if (firstBreak().isPresent()) {
            return Verdict.BROKEN;
        }
        return findings.isEmpty() ? Verdict.WHOLE : Verdict.UNPROVEN;
    }

    /** Where the chain is broken. */
    public Optional<Finding> firstBreak() {
        return findings.stream().filter(one -> one.fault().breaks()).findFirst();
    }
}
