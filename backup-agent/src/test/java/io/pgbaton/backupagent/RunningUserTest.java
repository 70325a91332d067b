package io.pgbaton.backupagent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunningUserTest {
    @Test
    void rootIsRecognised() {
        assertEquals("root".equals(System.getProperty("user.name")), RunningUser.isRoot());
    }
}
