package io.pgbaton.backupagent.decide;

import io.pgbaton.backupagent.decide.Current.Phase;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;

/**
 * The jobs of one lane of one stanza, one after the other.
 *
 * <pre>
 * phase      input                              next       does
 * idle       Commanded                          LOCKING    intend, take the lock
 *            the same where no lock is needed   STARTING   intend, launch, start START and LIMIT
 *            Found                              STARTING   watch, start START and LIMIT
 * any other  Commanded                          same       intend, conclude: later, intend the next attempt, which waits;
 *                                                          refused BUSY when too many do
 *            Found                              same       it waits
 * any        Commanded, known                   same       already
 * LOCKING    LockTaken                          STARTING   launch, start START and LIMIT
 *            Paused                             idle       conclude: later; refuse PAUSED
 *            LockHeld, LockUnknown              WAITING    conclude: later; intend the next attempt, start RETRY, or refuse
 *                                                          BUSY, UNREACHABLE when it cannot wait so long
 * WAITING    RETRY fired                        LOCKING    take the lock
 * STARTING   LaunchFailed                       idle       conclude: failed
 *            Said                               RUNNING    tell that it started, ask no more for START
 * RUNNING    Said progress                      RUNNING    tell the first, then at most every 5 s and every 5 percent
 *            Said a phase of a drill            RUNNING    tell it
 * launched   Ended well                         idle       conclude: done; ask for info
 *            Ended busy                         WAITING    conclude: later; the next attempt as above
 *            Ended otherwise                    idle       conclude: failed; ask for info
 *            Vanished                           idle       conclude: unknown; ask for info
 * STARTING   START fired                        STOPPING   cancel, start CANCEL
 * RUNNING    LIMIT fired                        STOPPING   cancel, start CANCEL
 * STOPPING   CANCEL fired                       idle       conclude: unknown
 * </pre>
 *
 * Launched is STARTING, RUNNING, STOPPING. Every attempt that was intended is concluded (R9). Whoever becomes idle lets go of the lock and takes the next that waits.
 */
public final class RunMachine {
    private RunMachine() {}

    public static RunDecision decide(RunLimits limits, RunState state, RunInput input) {
        RunStep step = new RunStep(limits, state, input.at());
        if (input instanceof RunInput.Commanded commanded) {
            commanded(step, commanded.job());
        } else if (input instanceof RunInput.Found found) {
            step.state =
                    step.state.knowing(found.attempt().job().id()).queued(new RunState.Turn(found.attempt(), true));
            step.next();
        } else if (step.state.current().isPresent()) {
            ofCurrent(step, step.state.current().get(), input);
        }
        return step.decision();
    }

    private static void commanded(RunStep step, Job job) {
        if (step.state.knows(job.id())) {
            step.act(new RunAction.Already(job));
            return;
        }
        step.state = step.state.knowing(job.id());
        if (step.state.waiting().size() >= step.limits.waiting()) {
            step.refuse(job, RefusalReason.BUSY, step.state.waiting().size() + " others wait for the same stanza");
            return;
        }
        Attempt attempt = step.intended(new Attempt(job, 1));
        if (step.state.current().isPresent()) {
            step.notDone(
                    attempt, "busy: it waits behind " + (step.state.waiting().size() + 1));
            attempt = step.intended(attempt.again());
        }
        step.state = step.state.queued(new RunState.Turn(attempt, false));
        step.next();
    }

    private static void ofCurrent(RunStep step, Current current, RunInput input) {
        if (input instanceof RunInput.TimerFired fired) {
            if (fired.serial() == current.serial()) {
                fired(step, current, fired.timer());
            }
        } else if (current.phase() == Phase.LOCKING) {
            locking(step, current, input);
        } else if (current.isLaunched()) {
            launched(step, current, input);
        }
    }

    private static void locking(RunStep step, Current current, RunInput input) {
        Job job = current.attempt().job();
        if (input instanceof RunInput.LockTaken) {
            step.launch(current);
        } else if (input instanceof RunInput.Paused paused) {
            step.notDone(current.attempt(), paused.reason());
            step.refuse(job, RefusalReason.PAUSED, paused.reason());
            step.finish();
        } else if (input instanceof RunInput.LockHeld held) {
            step.notDone(current.attempt(), held.holder() + " works on the stanza");
            step.later(current, RefusalReason.BUSY, held.holder() + " works on the stanza");
        } else if (input instanceof RunInput.LockUnknown unknown) {
            step.notDone(current.attempt(), unknown.reason());
            step.later(current, RefusalReason.UNREACHABLE, unknown.reason());
        }
    }

    private static void launched(RunStep step, Current current, RunInput input) {
        if (input instanceof RunInput.Said said) {
            said(step, current, said.line());
        } else if (input instanceof RunInput.Ended ended) {
            Ending.ended(step, current, ended);
        } else if (input instanceof RunInput.Vanished vanished) {
            Ending.unknown(step, current, vanished.reason());
        } else if (input instanceof RunInput.LaunchFailed failed) {
            Ending.notStarted(step, current, failed);
        }
    }

    private static void said(RunStep step, Current before, Line line) {
        Current current = before;
        if (before.phase() == Phase.STARTING) {
            current = before.in(Phase.RUNNING);
            step.act(new RunAction.CancelTimer(RunTimer.START));
            step.act(new RunAction.TellStarted(current.attempt()));
        }
        current = current.hearing(line);
        boolean further = line instanceof Line.Progress && Telling.isDue(current, step.at);
        if (further || line instanceof Line.Phase) {
            current = current.told(step.at);
            step.act(new RunAction.TellProgress(
                    current.attempt(),
                    current.progress(),
                    current.heard().drilled().phase()));
        }
        step.state = step.state.with(current);
    }

    private static void fired(RunStep step, Current current, RunTimer timer) {
        switch (timer) {
            case RETRY -> {
                if (current.phase() == Phase.WAITING) {
                    step.begin(new RunState.Turn(current.attempt(), false));
                }
            }
            case START -> {
                if (current.phase() == Phase.STARTING) {
                    step.cancel(current);
                }
            }
            case LIMIT -> {
                if (current.phase() == Phase.STARTING || current.phase() == Phase.RUNNING) {
                    step.cancel(current);
                }
            }
            case CANCEL -> {
                if (current.phase() == Phase.STOPPING) {
                    Duration patience = step.limits.cancel();
                    Ending.unknown(
                            step, current, "it was cancelled and did not end within " + patience.toSeconds() + " s");
                }
            }
        }
    }
}
