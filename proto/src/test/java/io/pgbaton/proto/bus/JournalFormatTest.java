package io.pgbaton.proto.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.pgbaton.proto.v1.JournalRecord;
import io.pgbaton.proto.v1.JournalSettled;
import io.pgbaton.proto.v1.JournalState;
import io.pgbaton.proto.v1.RememberedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An upgraded daemon reads the journal of the version before it, so these bytes are a promise too. A change that is meant is
 * made by running the test with {@code -Dgolden.write=true} and reading the difference.
 */
class JournalFormatTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Message> messages() {
        return Stream.of(
                JournalRecord.getDefaultInstance(),
                JournalState.getDefaultInstance(),
                RememberedCommand.getDefaultInstance(),
                JournalSettled.getDefaultInstance());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theBytesOnDiskAreThoseOfTheGoldenFile(Message message) throws IOException {
        Message filled = Samples.filled(message, 0);
        String bytes = TextFormat.printer().printToString(filled) + "\n"
                + HexFormat.of().formatHex(filled.toByteArray()) + "\n";
        Path file = GOLDEN.resolve("journal." + message.getDescriptorForType().getName() + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, bytes);
        }
        assertEquals(Files.readString(file), bytes);
    }
}
