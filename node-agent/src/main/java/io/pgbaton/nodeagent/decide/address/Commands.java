package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressInput.AcquireCommanded;
import io.pgbaton.nodeagent.decide.address.AddressInput.ReleaseCommanded;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;

/** R3 and R8: which command counts. Truth is etcd; a command only says what somebody believed when it was sent. */
final class Commands {
    private Commands() {}

    static void acquire(Step step, AcquireCommanded command) {
        AddressState s = step.state();
        if (s.orders().commandId().equals(command.commandId())) {
            return;
        }
        if (s.rules().observeOnly()) {
            refuse(step, command, RefusalReason.OBSERVE_MODE, "mode is observe");
        } else if (!s.scope().known() || command.epoch() > s.scope().newestEpoch()) {
            step.become(s.with(s.orders().waitingFor(Optional.of(command))));
            step.act(new AddressAction.ReadBack());
        } else {
            judge(step, command);
        }
    }

    /**
     * A read came back: a command of an epoch that was unknown can be judged now, if the read knows of that epoch
     * (which is a
     * revision) or was sent after the command came. An earlier one proves nothing about it.
     */
    static void judgePending(Step step, AddressInput.ReadBack read) {
        AddressState s = step.state();
        Optional<AcquireCommanded> judgeable =
                s.orders().pending().filter(c -> read.sentAt() >= c.at() || read.revision() >= c.epoch());
        judgeable.ifPresent(command -> {
            step.become(s.with(s.orders().waitingFor(Optional.empty())));
            judge(step, command);
        });
    }

    static void release(Step step, ReleaseCommanded command) {
        AddressState s = step.state();
        if (s.epoch() == 0 || command.epoch() != s.epoch()) {
            RefusalReason reason =
                    command.epoch() < s.scope().newestEpoch() ? RefusalReason.STALE_EPOCH : RefusalReason.NOT_LEADER;
            step.act(new AddressAction.Refuse(
                    "release address", command.commandId(), command.epoch(), reason, "now " + describe(s)));
        } else {
            step.become(s.with(s.orders().givenUp(command.epoch())));
        }
    }

    private static void judge(Step step, AcquireCommanded command) {
        AddressState s = step.state();
        if (command.epoch() < s.scope().newestEpoch()) {
            refuse(step, command, RefusalReason.STALE_EPOCH, "now " + describe(s));
        } else if (s.epoch() != command.epoch()) {
            refuse(step, command, RefusalReason.NOT_LEADER, "now " + describe(s));
        } else if (Rights.withheld(s)) {
            step.become(s.with(s.hands().refused(command.epoch())));
            refuse(step, command, s.hands().refusal().orElseThrow(), s.hands().detail());
        } else {
            step.become(s.with(s.orders().accepted(command)));
        }
    }

    /** R11: what the agent would have done by itself, and does not; said once, and not of what it carried before. */
    static void refuseAlone(Step step) {
        AddressState s = step.state();
        long epoch = s.epoch();
        boolean wouldTake = s.orders().alone() == epoch && s.link().raisedFor() != epoch;
        if (epoch > 0 && wouldTake && Rights.withheld(s) && s.hands().refusedFor() != epoch) {
            step.become(s.with(s.hands().refused(epoch)));
            step.act(new AddressAction.Refuse(
                    "acquire address",
                    "",
                    epoch,
                    s.hands().refusal().orElseThrow(),
                    s.hands().detail()));
        }
    }

    private static void refuse(Step step, AcquireCommanded command, RefusalReason reason, String detail) {
        step.act(new AddressAction.Refuse("acquire address", command.commandId(), command.epoch(), reason, detail));
    }

    private static String describe(AddressState s) {
        return s.scope()
                .leader()
                .map(l -> l.member() + " leads in epoch " + l.epoch())
                .orElse("nobody leads; the last epoch was " + s.scope().newestEpoch());
    }
}
