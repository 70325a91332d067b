package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** How the journal opens its segments: {@code FileChannel::open}, or in tests one that hangs or fails. */
@FunctionalInterface
interface ChannelOpener {
    FileChannel open(Path file, OpenOption... options) throws IOException;
}
