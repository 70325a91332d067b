package io.pgbaton.backupagent.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One lane, played by hand; what it asks for is told in words. */
final class Script {
    static final RunLimits LOCKED = limits(true);
    static final RunLimits FREE = limits(false);

    private final RunLimits limits;
    private RunState state = RunState.IDLE;
    private final List<RunAction> actions = new ArrayList<>();
    private long now;

    Script(RunLimits limits) {
        this.limits = limits;
    }

    private static RunLimits limits(boolean locked) {
        return new RunLimits(
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                2,
                locked);
    }

    /** A full backup that may wait for this long. */
    Job job(String id, Duration patience) {
        BackupTask task = BackupTask.newBuilder()
                .setStanza("demo")
                .setKind(BackupKind.BACKUP_KIND_BACKUP)
                .setType(BackupType.BACKUP_TYPE_FULL)
                .build();
        return new Job(id, task, "ann@db1", "new disk", "", now + patience.toNanos(), true);
    }

    Job job(String id) {
        return job(id, Duration.ofMinutes(10));
    }

    Script after(Duration more) {
        now += more.toNanos();
        return this;
    }

    Script command(String id) {
        return see(new RunInput.Commanded(now, job(id)));
    }

    Script say(Line line) {
        return see(new RunInput.Said(now, line));
    }

    Script lock() {
        return see(new RunInput.LockTaken(now));
    }

    Script end(int code, String name) {
        return see(new RunInput.Ended(now, code, name, "last words"));
    }

    Script vanish() {
        return see(new RunInput.Vanished(now, "gone"));
    }

    Script fire(RunTimer timer) {
        return see(new RunInput.TimerFired(now, timer, state.serial()));
    }

    /** Up to where pgBackRest runs. */
    Script run(String id) {
        return command(id).lock().say(new Line.Started());
    }

    Script see(RunInput input) {
        RunDecision decision = RunMachine.decide(limits, state, input);
        state = decision.next();
        actions.addAll(decision.actions());
        return this;
    }

    long now() {
        return now;
    }

    RunState state() {
        return state;
    }

    /** All since the last time; timers that end are left out. */
    void does(String... words) {
        assertEquals(List.of(words), words());
    }

    /** Attempts of all actions so far; only without {@link #does} before. */
    Set<String> intended() {
        return attempts(action -> action instanceof RunAction.Intend intend ? intend.attempt() : null);
    }

    /** What a run had said when it was concluded; only without {@link #does} before. */
    Heard lastHeard() {
        return actions.stream()
                .filter(RunAction.Conclude.class::isInstance)
                .map(action -> ((RunAction.Conclude) action).conclusion().heard())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    Set<String> concluded() {
        return attempts(action -> action instanceof RunAction.Conclude conclude ? conclude.attempt() : null);
    }

    private Set<String> attempts(Function<RunAction, Attempt> of) {
        return actions.stream()
                .map(of)
                .filter(Objects::nonNull)
                .map(attempt -> attempt.job().id() + "#" + attempt.number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<String> words() {
        List<String> told = actions.stream()
                .map(Script::word)
                .filter(word -> !word.isEmpty())
                .toList();
        actions.clear();
        return told;
    }

    String phase() {
        return state.current().map(current -> current.phase().name()).orElse("idle");
    }

    private static String word(RunAction action) {
        if (action instanceof RunAction.TakeLock take) {
            return "lock for " + take.job().id();
        } else if (action instanceof RunAction.ReleaseLock) {
            return "release";
        } else if (action instanceof RunAction.Launch launch) {
            return "launch " + launch.attempt().job().id() + "#"
                    + launch.attempt().number();
        } else if (action instanceof RunAction.Watch watch) {
            return "watch " + watch.attempt().job().id() + "#" + watch.attempt().number();
        } else if (action instanceof RunAction.Cancel) {
            return "cancel";
        } else if (action instanceof RunAction.TellStarted) {
            return "started";
        } else if (action instanceof RunAction.TellProgress told) {
            return "progress " + told.progress().hundredths();
        } else if (action instanceof RunAction.Conclude conclude) {
            return "conclude " + conclude.conclusion().result() + " "
                    + conclude.conclusion().name();
        } else if (action instanceof RunAction.Refuse refuse) {
            return "refuse " + refuse.job().id() + " " + refuse.reason();
        } else if (action instanceof RunAction.Already already) {
            return "already " + already.job().id();
        } else if (action instanceof RunAction.AskInfo) {
            return "info";
        } else if (action instanceof RunAction.StartTimer start) {
            return start.timer() + " in " + start.after().toSeconds();
        }
        return "";
    }
}
