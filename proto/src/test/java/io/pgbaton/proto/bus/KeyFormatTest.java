package io.pgbaton.proto.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.pgbaton.proto.v1.Acknowledgement;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupLock;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.Maintenance;
import io.pgbaton.proto.v1.Pause;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.Resumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values in etcd are read by daemons of other versions, and written by scripts. A change that is meant is made by running the
 * test with {@code -Dgolden.write=true} and reading the difference.
 */
class KeyFormatTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<Message> messages() {
        return Stream.of(
                Pause.getDefaultInstance(),
                Resumption.getDefaultInstance(),
                Maintenance.getDefaultInstance(),
                Acknowledgement.getDefaultInstance(),
                HandoverRecord.getDefaultInstance(),
                RehearsalRequest.getDefaultInstance(),
                BackupRequest.getDefaultInstance(),
                BackupAgentRegistration.getDefaultInstance(),
                BackupLock.getDefaultInstance(),
                RestoreRequest.getDefaultInstance());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theValueInEtcdIsThatOfTheGoldenFile(Message message) throws IOException {
        String json = CloudEventCodec.toJson(Samples.filled(message, 0)) + "\n";
        Path file = GOLDEN.resolve("key." + message.getDescriptorForType().getName() + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, json);
        }
        assertEquals(Files.readString(file), json);
    }
}
