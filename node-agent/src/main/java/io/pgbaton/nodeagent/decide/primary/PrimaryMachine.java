package io.pgbaton.nodeagent.decide.primary;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.CommitsBlocked;
import io.pgbaton.proto.v1.CommitsProven;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.StandbyLeading;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells when the elected member is a primary that takes writes (R5): the leader key comes 85-330 ms before.
 *
 * <pre>
 * not leading      -- leader key (me, epoch) -->             awaiting: PostgreSQL is asked every 10 ms
 * awaiting         -- not in recovery, asked after that -->  told: primary.writable, then a commit is tried
 * awaiting         -- standby cluster -->                    told: standby.leading
 * awaiting, told   -- leader is another or nobody -->        not leading
 * </pre>
 */
public final class PrimaryMachine {
    private static final long MILLISECOND = 1_000_000L;

    private PrimaryMachine() {}

    /** The next state and what is to be done. */
    public record Decision(PrimaryState next, List<PrimaryAction> actions) {
        public Decision {
            actions = List.copyOf(actions);
        }
    }

    public static Decision decide(PrimaryState state, PrimaryInput input) {
        if (input instanceof PrimaryInput.LeaderSeen seen) {
            return settle(state.leading(seen));
        }
        if (input instanceof PrimaryInput.Confirmed confirmed) {
            return settle(state.confirmed(confirmed.sentAt(), confirmed.epoch()));
        }
        if (input instanceof PrimaryInput.Answered answered) {
            boolean newer = answered.answer().sentAt() >= state.last().sentAt();
            return settle(newer ? state.with(answered.answer()) : state);
        }
        return committed(state, (PrimaryInput.CommitTried) input);
    }

    private static Decision settle(PrimaryState state) {
        List<PrimaryAction> actions = new ArrayList<>();
        PrimaryState next = state;
        boolean untold = state.epoch() > 0 && state.told() != state.epoch();
        if (untold && state.standbyCluster()) {
            actions.add(new PrimaryAction.Observe(standbyLeading(state)));
            next = next.told(state.epoch(), state.awaiting());
        } else if (untold
                && state.last().state() == Postgres.WRITABLE
                && state.last().sentAt() >= state.since()) {
            actions.add(new PrimaryAction.Observe(writable(state)));
            actions.add(new PrimaryAction.ProveCommit(state.epoch()));
            next = next.told(state.epoch(), state.awaiting());
        }
        boolean await = next.epoch() > 0 && next.told() != next.epoch();
        if (await != next.awaiting()) {
            actions.add(new PrimaryAction.AwaitWritable(await));
            next = next.told(next.told(), await);
        }
        return new Decision(next, actions);
    }

    private static Decision committed(PrimaryState state, PrimaryInput.CommitTried tried) {
        if (tried.epoch() != state.epoch()) {
            return new Decision(state, List.of());
        }
        String anchor = Long.toString(tried.epoch());
        if (tried.committed()) {
            CommitsProven proven = CommitsProven.newBuilder()
                    .setEpoch(tried.epoch())
                    .setLsn(tried.lsn())
                    .setDurationMs((int) (tried.took() / MILLISECOND))
                    .build();
            return tell(state, new Observed(EventType.COMMITS_PROVEN, "", anchor, proven));
        }
        CommitsBlocked blocked = CommitsBlocked.newBuilder()
                .setEpoch(tried.epoch())
                .setWaitedMs((int) (tried.took() / MILLISECOND))
                .setDetail(tried.detail())
                .build();
        return tell(state, new Observed(EventType.COMMITS_BLOCKED, "", anchor, blocked));
    }

    private static Decision tell(PrimaryState state, Observed observed) {
        return new Decision(state, List.of(new PrimaryAction.Observe(observed)));
    }

    private static Observed writable(PrimaryState state) {
        PrimaryWritable data = PrimaryWritable.newBuilder()
                .setEpoch(state.epoch())
                .setTimeline(state.last().timeline())
                .setLsn(state.last().lsn())
                .setSystemIdentifier(state.systemIdentifier())
                .build();
        return new Observed(EventType.PRIMARY_WRITABLE, "", Long.toString(state.epoch()), data);
    }

    private static Observed standbyLeading(PrimaryState state) {
        StandbyLeading data =
                StandbyLeading.newBuilder().setEpoch(state.epoch()).build();
        return new Observed(EventType.STANDBY_LEADING, "", Long.toString(state.epoch()), data);
    }
}
