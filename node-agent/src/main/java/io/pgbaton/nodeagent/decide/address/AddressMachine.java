package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressAction.Timer;
import io.pgbaton.nodeagent.decide.address.AddressInput.KeyMarked;
import io.pgbaton.nodeagent.decide.address.AddressInput.KeyTaken;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkSeen;
import io.pgbaton.nodeagent.decide.address.AddressInput.PatroniSeen;
import io.pgbaton.nodeagent.decide.address.AddressInput.ReadBack;
import io.pgbaton.nodeagent.decide.address.AddressInput.ReadFailed;
import io.pgbaton.nodeagent.decide.address.AddressInput.ScopeSeen;
import io.pgbaton.nodeagent.decide.address.AddressInput.TimerFired;
import io.pgbaton.proto.v1.Result;

/**
 * Holds one address exactly as R1 and R2 say. An input changes the facts ({@link AddressState}); then {@link
 * Settlement}
 * compares them with what ought to be:
 *
 * <pre>
 * on the interface, and            leader is another or nobody, key is another's,
 *                                  lifetime near its end, stopping, maintenance       -> DROP  (R4: needs nobody)
 * off the interface, key ours, and leader is another or nobody, or stopping,
 *                                  or withheld                                        -> MarkReleased (R1c)
 * leader is (me, epoch), and       commanded or alone for autonomyAfter, key free,
 *                                  not withheld                                       -> TakeKey (R1a)
 * the same, and                    withheld                                           -> Refuse (R11), once an epoch
 * leader is (me, epoch), and       key taken for it, confirmed, writable, not withheld -> RAISE (R2, R5)
 * on the interface, and            a newer confirmation than the kernel knows         -> PROLONG (R1b)
 * </pre>
 *
 * <p>Withheld (R11): this node is in maintenance, or the address is frozen by a pause and not on the interface.
 *
 * <p>A confirmation is a read, sent at t, which shows the leader key (me, epoch) and the address key ours, on the lease
 * that
 * was kept alive at t or later; the lifetime counts from t. A key of an earlier run hangs on a lease that nobody keeps
 * alive
 * any more: others may take it over before a lifetime counted from now has ended, so it has to be taken anew first.
 */
public final class AddressMachine {
    private static final long RETRY_AFTER = 200_000_000L;

    private AddressMachine() {}

    /** Timers and the first look at the interface; to be carried out before any input. */
    public static AddressDecision start(AddressState state, long at) {
        Step step = new Step(state, at);
        step.act(new AddressAction.LookAtLink());
        step.timer(Timer.TICK, 0);
        return step.decided();
    }

    public static AddressDecision decide(AddressState state, AddressInput input) {
        Step step = new Step(state, input.at());
        apply(step, input);
        Settlement.settle(step);
        return step.decided();
    }

    private static void apply(Step step, AddressInput input) {
        AddressState s = step.state();
        if (input instanceof ScopeSeen in) {
            step.become(s.with(s.scope()
                    .read(in.at(), in.revision(), in.leader(), in.paused())
                    .with(in.failsafeKey(), in.standbyCluster())));
        } else if (input instanceof AddressInput.KeySeen in) {
            step.become(s.with(s.key().read(in.at(), in.revision(), in.key())));
        } else if (input instanceof ReadBack in) {
            readBack(step, in);
        } else if (input instanceof ReadFailed) {
            readFailed(step);
        } else if (input instanceof AddressInput.LeaseSeen in) {
            step.become(s.with(s.key().leaseSeen(in.lease(), in.sentAt(), in.remaining())));
        } else if (input instanceof AddressInput.PostgresSeen in) {
            step.become(s.with(s.evidence().postgres(in.postgres(), in.sentAt())));
        } else if (input instanceof PatroniSeen in) {
            patroniSeen(step, in);
        } else if (input instanceof AddressInput.HandsOffSeen in) {
            step.become(s.with(s.hands().told(in.frozen(), in.maintenance())));
        } else if (input instanceof AddressInput.AcquireCommanded in) {
            Commands.acquire(step, in);
        } else if (input instanceof AddressInput.ReleaseCommanded in) {
            Commands.release(step, in);
        } else {
            applyResult(step, input);
        }
    }

    private static void applyResult(Step step, AddressInput input) {
        AddressState s = step.state();
        if (input instanceof KeyTaken in) {
            keyTaken(step, in);
        } else if (input instanceof AddressInput.KeyNotTaken) {
            step.become(s.with(s.key().with(KeyFacts.Flight.BACKOFF)));
            step.act(new AddressAction.ReadBack());
            step.timer(Timer.RETRY, RETRY_AFTER);
        } else if (input instanceof KeyMarked in) {
            keyMarked(step, in);
        } else if (input instanceof AddressInput.LinkChanged in) {
            LinkResults.apply(step, in);
        } else if (input instanceof LinkSeen in) {
            linkSeen(step, in);
        } else if (input instanceof AddressInput.LinkHinted) {
            step.act(new AddressAction.LookAtLink());
        } else if (input instanceof AddressInput.ForeignClaim in) {
            Conflict.claimed(step, in);
        } else if (input instanceof TimerFired in) {
            timerFired(step, in.timer());
        } else if (input instanceof AddressInput.EtcdRewound) {
            rewound(step);
        } else if (input instanceof AddressInput.Stopping) {
            step.become(s.with(s.orders().stop()));
        }
    }

    private static void readBack(Step step, ReadBack in) {
        AddressState s = step.state();
        AddressState read = s.with(s.scope().read(in.at(), in.revision(), in.leader(), in.paused()));
        KeyFacts key = s.key().read(in.at(), in.revision(), in.key());
        KeyFacts ready = key.flight() == KeyFacts.Flight.BACKOFF ? key.with(KeyFacts.Flight.NONE) : key;
        step.become(read.with(ready).with(s.evidence().answered()));
        // A key that hangs on a lease that came after this read was sent may end long before what the read would
        // confirm.
        boolean kept = in.keptLease() != 0 && in.keptLease() == in.key().lease();
        if (kept && s.key().wrote(in.key())) {
            confirm(step, in);
        }
        Commands.judgePending(step, in);
    }

    private static void confirm(Step step, ReadBack in) {
        AddressState s = step.state();
        String me = s.rules().member();
        if (in.leader().isPresent() && in.leader().get().member().equals(me)) {
            step.become(
                    s.with(s.evidence().confirmed(in.sentAt(), in.leader().get().epoch())));
        } else if (in.leader().isEmpty() && Rights.pausedPrimary(s, in.at())) {
            prolongByException(
                    step,
                    in.sentAt(),
                    "paused_without_leader",
                    "Patroni is paused, nobody holds the leader key, and " + me
                            + " was the last leader and takes writes");
        }
    }

    private static void readFailed(Step step) {
        AddressState s = step.state();
        step.become(s.with(s.evidence().silent()));
        if (s.link().present()) {
            step.act(new AddressAction.AskPatroni());
        }
    }

    /** R2a: etcd is out of reach, and Patroni says that failsafe mode keeps its primary. */
    private static void patroniSeen(Step step, PatroniSeen in) {
        AddressState s = step.state();
        boolean timely = in.at() - in.sentAt() <= AddressRules.FRESH;
        if (s.evidence().etcdSilent()
                && in.failsafePrimary()
                && timely
                && s.link().present()) {
            prolongByException(
                    step,
                    in.sentAt(),
                    "failsafe_without_etcd",
                    "etcd is out of reach and Patroni's failsafe mode is active");
        }
    }

    private static void prolongByException(Step step, long sentAt, String name, String detail) {
        AddressState s = step.state();
        if (!s.evidence().byException()) {
            step.act(new AddressAction.Alarm(name, s.evidence().confirmedEpoch(), detail));
        }
        step.become(s.with(s.evidence().prolonged(sentAt)));
    }

    private static void keyTaken(Step step, KeyTaken in) {
        AddressState s = step.state();
        boolean adopted =
                s.link().present() && s.link().raises() == 0 && s.key().takenRevision() == 0;
        step.become(s.with(s.key()
                        .taken(in.revision(), in.epoch(), in.lease(), s.rules().lifetime()))
                .with(s.evidence().confirmed(in.sentAt(), in.epoch())));
        if (adopted) {
            step.act(new AddressAction.Tell(
                    Fact.ACQUIRED, in.epoch(), "found on the interface at start, rightly ours", true, true, true));
        }
    }

    private static void keyMarked(Step step, KeyMarked in) {
        AddressState s = step.state();
        if (in.marked()) {
            KeyReading released =
                    KeyReading.released(in.revision(), s.key().reading().lastTaken());
            step.become(s.with(s.key().with(KeyFacts.Flight.NONE).read(in.at(), in.revision(), released)));
        } else {
            step.become(s.with(s.key().with(KeyFacts.Flight.BACKOFF)));
            step.act(new AddressAction.ReadBack());
            step.timer(Timer.RETRY, RETRY_AFTER);
        }
    }

    /** Between a change and its end the interface is in motion; only a look at rest tells of somebody else's hand. */
    private static void linkSeen(Step step, LinkSeen in) {
        AddressState s = step.state();
        LinkFacts link = s.link();
        if (link.flight().isPresent()) {
            return;
        }
        step.become(s.with(link.seen(in.present())));
        if (!link.known() || link.present() == in.present() || s.rules().observeOnly()) {
            return;
        }
        boolean ranOut = !in.present() && step.at >= link.applied() - AddressRules.FRESH;
        String reason = in.present()
                ? "it appeared on the interface by somebody else's hand"
                : ranOut ? "its lifetime ran out" : "somebody else took it off the interface";
        Fact fact = ranOut ? Fact.EXPIRED : Fact.CONFLICTED;
        step.act(new AddressAction.Tell(fact, s.evidence().confirmedEpoch(), reason, false, false, false));
    }

    private static void timerFired(Step step, Timer timer) {
        AddressState s = step.state();
        switch (timer) {
            case TICK -> tick(step);
            case AUTONOMY -> {
                if (s.epoch() > 0 && s.epoch() == s.orders().awaited()) {
                    step.become(s.with(s.orders().alone(s.epoch())));
                }
            }
            case RETRY -> {
                if (s.key().flight() == KeyFacts.Flight.BACKOFF) {
                    step.become(s.with(s.key().with(KeyFacts.Flight.NONE)));
                }
            }
            case ANNOUNCE -> LinkResults.announce(step);
            case LAST_CALL, KEY_FREE -> {
                // Their time has come: settling does the rest.
            }
        }
    }

    private static void tick(Step step) {
        AddressState s = step.state();
        step.timer(Timer.TICK, AddressRules.CONFIRM_EVERY);
        step.act(new AddressAction.LookAtLink());
        KeyReading key = s.key().reading();
        boolean concerned = s.epoch() > 0 || key.mine() || s.link().present();
        if (concerned && !lately(step, confirmedNow(s) ? s.evidence().confirmedAt() : 0)) {
            step.act(new AddressAction.ReadBack());
        }
        if (concerned && !lately(step, s.evidence().postgresAt())) {
            step.act(new AddressAction.AskPostgres());
        }
        if (key.kind() == KeyReading.Kind.OTHERS && key.lease() != 0) {
            step.act(new AddressAction.AskLease(key.lease()));
        }
    }

    /** A neighbour's tick has just brought the answer to all addresses of the scope: it need not be had twice. */
    private static boolean lately(Step step, long sentAt) {
        return sentAt > 0 && step.at - sentAt < AddressRules.CONFIRM_EVERY / 2;
    }

    private static boolean confirmedNow(AddressState s) {
        return s.epoch() > 0
                && s.evidence().confirmedEpoch() == s.epoch()
                && !s.evidence().etcdSilent();
    }

    private static void rewound(Step step) {
        AddressState s = step.state();
        long epoch = s.evidence().confirmedEpoch();
        long gone = step.at + Math.max(s.rules().lifetime(), s.key().holderLifetime()) + AddressRules.UNMARKED_MARGIN;
        // Whether the key was taken in the store that is no more nobody can find out.
        Acquisition.close(step, Result.RESULT_UNKNOWN, "etcd was restored meanwhile", 0);
        step.become(step.state()
                .with(ScopeFacts.UNKNOWN)
                .with(KeyFacts.unknownUntil(gone))
                .with(s.orders().stopping() ? Orders.NONE.stop() : Orders.NONE));
        step.act(new AddressAction.Alarm("etcd_rewound", epoch, "etcd was restored: its revisions count anew"));
        step.act(new AddressAction.ReadBack());
    }
}
