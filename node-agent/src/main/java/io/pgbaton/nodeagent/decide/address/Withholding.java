package io.pgbaton.nodeagent.decide.address;

/**
 * Mode observe (R11): the way to run beside another mover first. It says once an epoch what it would have done, touches
 * neither key nor interface, and leaves alone what another program put there.
 */
final class Withholding {
    private Withholding() {}

    static void say(Step step) {
        AddressState s = step.state();
        long epoch = s.epoch();
        if (epoch > 0
                && s.orders().withheld() != epoch
                && Rights.writable(s)
                && !s.hands().inMaintenance()) {
            step.become(s.with(s.orders().withheld(epoch)));
            intend(step, "acquire address", epoch, "leader of epoch " + epoch + " and writable");
        } else if (epoch == 0 && s.scope().known() && s.orders().withheld() > 0) {
            long ended = s.orders().withheld();
            step.become(s.with(s.orders().withheld(0)));
            intend(step, "release address", ended, "epoch " + ended + " ended");
        }
        if (s.orders().stopping()) {
            step.act(new AddressAction.Finished());
        }
    }

    private static void intend(Step step, String action, long epoch, String reason) {
        step.act(new AddressAction.RecordIntent(step.actionId(action, epoch, 0), action, epoch, reason, "", true));
    }
}
