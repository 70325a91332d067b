package io.pgbaton.coordinator.architecture.impure.decide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What decide must not do. */
final class Reads {
    String decide() throws IOException {
        return Files.readString(Path.of("state"));
    }
}
