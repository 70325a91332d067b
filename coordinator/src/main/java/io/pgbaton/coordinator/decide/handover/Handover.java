package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The open or the last handover of a scope.
 *
 * <p>Hard state, in etcd: {@link Opening}, whether it is open, and the verdict. Soft state: the marks and the commands;
 * whoever takes over starts the clocks again and sends commands again, which agents know by their ids.
 *
 * @param commands by id
 * @param verdict from {@link Stage#CLOSING} on
 */
public record Handover(
        Opening opening, Stage stage, Marks marks, SortedMap<String, SentCommand> commands, Optional<Verdict> verdict) {

    /**
     * What timers have said.
     *
     * @param drainOver the leader stayed: drained proxies get their traffic back
     * @param settling all is done but for something that nobody told yet, and a short wait for it has begun
     * @param settled that wait is over
     * @param timedOut {@code handoverTimeout} is over
     */
    public record Marks(boolean drainOver, boolean settling, boolean settled, boolean timedOut) {
        static final Marks NONE = new Marks(false, false, false, false);

        public Marks withDrainOver() {
            return new Marks(true, settling, settled, timedOut);
        }

        public Marks withSettling() {
            return new Marks(drainOver, true, settled, timedOut);
        }

        public Marks withSettled() {
            return new Marks(drainOver, settling, true, timedOut);
        }

        public Marks withTimedOut() {
            return new Marks(drainOver, settling, settled, true);
        }
    }

    public Handover {
        commands = Collections.unmodifiableSortedMap(commands);
    }

    public static Handover opened(Opening opening, Facts facts) {
        Opening classified = opening.of(KindRule.of(new Situation(facts, opening)));
        return new Handover(classified, Stage.OPENING, Marks.NONE, new TreeMap<>(), Optional.empty());
    }

    public static Handover takenOver(Opening opening, Stage stage, Optional<Verdict> verdict) {
        return new Handover(opening, stage, Marks.NONE, new TreeMap<>(), verdict);
    }

    public Handover at(Stage next) {
        return new Handover(opening, next, marks, commands, verdict);
    }

    public Handover with(Marks next) {
        return new Handover(opening, stage, next, commands, verdict);
    }

    public Handover with(SentCommand command) {
        SortedMap<String, SentCommand> next = new TreeMap<>(commands);
        next.put(command.record().id(), command);
        return new Handover(opening, stage, marks, next, verdict);
    }

    public Handover closing(Verdict decided) {
        return new Handover(opening, Stage.CLOSING, marks, commands, Optional.of(decided));
    }

    public Handover with(Verdict reworded) {
        return new Handover(opening, stage, marks, commands, Optional.of(reworded));
    }

    public boolean isUndecided() {
        return stage == Stage.OPENING || stage == Stage.OPEN;
    }

    public boolean withdrawn() {
        return verdict.filter(v -> v.result() == HandoverResult.WITHDRAWN).isPresent();
    }
}
