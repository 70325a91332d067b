package io.pgbaton.cli.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    @Test
    void theNameThatIsTypedIsEnough() {
        Confirmation asked = needed(false, prompt -> {
            assertEquals("Type service/demo to go on: ", prompt);
            return " service/demo ";
        });
        asked.refuseUnheard();
        asked.get();
    }

    @Test
    void anythingElseAndNothingIsNo() {
        assertEquals(ExitCode.REFUSED, refusal(needed(false, prompt -> "yes")::get));
        assertEquals(ExitCode.REFUSED, refusal(needed(false, prompt -> null)::get));
    }

    @Test
    void whoSaidItIsNotAsked() {
        Confirmation said = needed(true, null);
        assertDoesNotThrow(said::refuseUnheard);
        assertDoesNotThrow(said::get);
    }

    @Test
    void whereNobodyCanBeAskedItHasToBeSaid() {
        assertEquals(ExitCode.USAGE, refusal(needed(false, null)::refuseUnheard));
    }

    private static Confirmation needed(boolean given, UnaryOperator<String> terminal) {
        return new Confirmation(
                "writes are lost", "service/demo", "--yes service/demo", given, Optional.ofNullable(terminal));
    }

    private static int refusal(Runnable what) {
        return assertThrows(CliFault.class, what::run).exitCode();
    }
}
