package io.pgbaton.cli.chain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sorts the records of the audit by source and has each chain checked. Pure; records come in the order of their offsets. */
public final class ChainVerifier {
    private final Set<Integer> fromTheStart;
    private final Map<String, SourceChain> chains = new TreeMap<>();

    /** @param fromTheStart partitions that are read from their very first record on: nothing may be missing before it */
    public ChainVerifier(Set<Integer> fromTheStart) {
        this.fromTheStart = Set.copyOf(fromTheStart);
    }

    public void add(Link link) {
        chains.computeIfAbsent(
                        link.source(), source -> new SourceChain(source, fromTheStart.contains(link.partition())))
                .add(link);
    }

    /** When all is read. By the name of the source. */
    public List<SourceReport> reports() {
        return chains.values().stream().map(SourceChain::report).toList();
    }

    /** The worst of them. */
    public static Verdict verdict(Stream<SourceReport> reports) {
        return reports.map(SourceReport::verdict).max(Comparator.naturalOrder()).orElse(Verdict.WHOLE);
    }
}
