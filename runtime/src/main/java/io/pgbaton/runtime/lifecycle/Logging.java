package io.pgbaton.runtime.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logging of a daemon: one line an event to stderr, the sentence first. The file is not named {@code logback.xml},
 * because programs that are no daemons have this jar on their class path too.
 */
final class Logging {
    private static final String SETTING = "logback.configurationFile";
    private static final String DAEMON = "io/pgbaton/runtime/lifecycle/daemon-logback.xml";

    private Logging() {}

    /** Must come before any other logger of the process. The level is {@code PGBATON_LOG} of the environment. */
    static Logger first(Class<?> of) {
        if (System.getProperty(SETTING) == null) {
            System.setProperty(SETTING, DAEMON);
        }
        Logger logger = LoggerFactory.getLogger(of);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install(); // gRPC logs to java.util.logging
        return logger;
    }
}
