package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressInput.AcquireCommanded;
import java.util.Optional;

/**
 * What was asked of us. Soft state: a command that is lost is sent again, and without one the agent acts alone (R7).
 *
 * @param epoch of the last accepted acquire command, 0 for none
 * @param commandId of it
 * @param pending a command of an epoch that we do not know yet: etcd is being read (R3)
 * @param alone epoch in which no command came in time, 0 for none
 * @param awaited epoch for which that time runs, 0 for none
 * @param givenUp epoch in which a command told us to let go, 0 for none
 * @param withheld epoch for which mode observe has said what it would do, 0 for none
 * @param announcements still to be sent after the last raise
 */
record Orders(
        long epoch,
        String commandId,
        Optional<AcquireCommanded> pending,
        long alone,
        long awaited,
        long givenUp,
        long withheld,
        int announcements,
        boolean stopping) {

    static final Orders NONE = new Orders(0, "", Optional.empty(), 0, 0, 0, 0, 0, false);

    Orders accepted(AcquireCommanded command) {
        return new Orders(
                command.epoch(),
                command.commandId(),
                Optional.empty(),
                alone,
                awaited,
                givenUp,
                withheld,
                announcements,
                stopping);
    }

    Orders waitingFor(Optional<AcquireCommanded> command) {
        return new Orders(epoch, commandId, command, alone, awaited, givenUp, withheld, announcements, stopping);
    }

    Orders alone(long inEpoch) {
        return new Orders(epoch, commandId, pending, inEpoch, awaited, givenUp, withheld, announcements, stopping);
    }

    Orders awaiting(long inEpoch) {
        return new Orders(epoch, commandId, pending, alone, inEpoch, givenUp, withheld, announcements, stopping);
    }

    Orders givenUp(long inEpoch) {
        return new Orders(epoch, commandId, pending, alone, awaited, inEpoch, withheld, announcements, stopping);
    }

    Orders withheld(long inEpoch) {
        return new Orders(epoch, commandId, pending, alone, awaited, givenUp, inEpoch, announcements, stopping);
    }

    Orders announcing(int left) {
        return new Orders(epoch, commandId, pending, alone, awaited, givenUp, withheld, left, stopping);
    }

    Orders stop() {
        return new Orders(epoch, commandId, pending, alone, awaited, givenUp, withheld, announcements, true);
    }

    /** The command that asked for this epoch's acquisition, empty when none did. */
    String commandFor(long inEpoch) {
        return epoch == inEpoch ? commandId : "";
    }
}
