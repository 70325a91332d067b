package io.pgbaton.nodeagent.architecture.offending.decide;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks the rule on purpose. */
public final class WritesALog {
    private static final Logger log = LoggerFactory.getLogger(WritesALog.class);

    private WritesALog() {}

    static void refuse(String reason) {
        log.info("Refused. reason={}", reason);
    }
}
