package io.pgbaton.nodeagent.architecture.offending.decide;

import java.util.List;
import java.util.Optional;

/** Keeps the rule, to show that it is not one that nothing can keep. */
public record OnlyCounts(long count, List<String> names) {
    Optional<String> first() {
        return names.stream().filter(n -> n.length() > count).findFirst();
    }
}
