package io.pgbaton.runtime.lifecycle;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The command line of a daemon. */
record Arguments(Mode mode, Path config) {
    enum Mode {
        RUN,
        CHECK_CONFIG,
        VERSION
    }

    /** Empty when it is not understood. */
    static Optional<Arguments> parse(List<String> words, Path defaultConfig) {
        Mode mode = Mode.RUN;
        Path config = defaultConfig;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--check-config")) {
                mode = Mode.CHECK_CONFIG;
            } else if (word.equals("--version")) {
                mode = Mode.VERSION;
            } else if (word.equals("--config") && rest.hasNext()) {
                config = Path.of(rest.next());
            } else if (word.startsWith("--config=")) {
                config = Path.of(word.substring("--config=".length()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Arguments(mode, config));
    }
}
