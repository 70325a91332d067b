package io.pgbaton.nodeagent;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.act.rehearsal.Steps;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RehearsalAnswered;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.proto.v1.RehearsalStep;
import io.pgbaton.runtime.etcd.Entry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in rehearsals of one scope: it says that its watch showed the key, as it would of a leader key, and does
 * what the command asks for, which changes nothing. On the event loop.
 */
final class ScopeRehearsal {
    private static final Logger log = LoggerFactory.getLogger(ScopeRehearsal.class);

    /** The other half is for the way here and back. */
    private static final int PART_OF_THE_BUDGET = 2;

    private static final long UNKNOWN = -1;

    private final String node;
    private final String key;
    private final Recorder recorder;
    private final Steps steps;
    private final List<Step> always;
    private long seen = UNKNOWN;
    private String answered = "";

    /**
     * @param key in etcd that asks for rehearsals
     * @param etcd the read that confirms
     */
    ScopeRehearsal(String node, String key, Recorder recorder, Steps steps, Supplier<Future<?>> etcd) {
        this.node = node;
        this.key = key;
        this.recorder = recorder;
        this.steps = steps;
        this.always = List.of(new Step("journal", "", this::kept), new Step("etcd", "", etcd));
    }

    /** What is there when this agent begins to look was for others. */
    void ownKeysRead(Map<String, Entry> entries) {
        Entry entry = entries.get(key);
        long revision = entry == null ? 0 : entry.modRevision();
        if (seen != UNKNOWN && revision > seen) {
            recorder.rehearsal(EventType.REHEARSAL_SEEN, revision, seen(entry));
        }
        seen = Math.max(seen, revision);
    }

    /** Another store counts from its own beginning. */
    void etcdRewound() {
        seen = UNKNOWN;
    }

    /**
     * One that comes again is not answered again (R8).
     *
     * @param ofDirectors what its addresses, its proxies and its database would do
     */
    void command(Command command, List<Step> ofDirectors) {
        String id = command.getRehearse().getId();
        if (id.equals(answered)) {
            return;
        }
        answered = id;
        long begun = BootClock.nanos();
        Duration bound = Duration.ofMillis(Math.max(1, command.getValidForMs() / PART_OF_THE_BUDGET));
        List<Step> all = new ArrayList<>(always);
        all.addAll(ofDirectors);
        steps.take(all, bound).onSuccess(taken -> answer(command, taken, BootClock.nanos() - begun));
    }

    private void answer(Command command, List<RehearsalStep> taken, long nanos) {
        RehearsalAnswered data = RehearsalAnswered.newBuilder()
                .setId(command.getRehearse().getId())
                .setNode(node)
                .addAllSteps(taken)
                .setDurationUs(TimeUnit.NANOSECONDS.toMicros(nanos))
                .build();
        recorder.rehearsal(EventType.REHEARSAL_ANSWERED, command.getRehearse().getRevision(), data);
        taken.stream()
                .filter(step -> !step.getFault().isEmpty())
                .forEach(step -> log.warn(
                        "A rehearsal found that a handover would fail here. step={} director={} cause={}",
                        step.getName(),
                        step.getDirector(),
                        step.getFault()));
    }

    /** As an action waits for its intent (R9). */
    private Future<?> kept() {
        return recorder.kept()
                .compose(kept -> kept
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                "the disk of the journal does not answer in the time that an action waits"));
    }

    private RehearsalSeen seen(Entry entry) {
        return RehearsalSeen.newBuilder()
                .setNode(node)
                .setRevision(entry.modRevision())
                .setRequest(request(entry))
                .build();
    }

    /** Written by hand, nobody may be able to read it: it was asked for all the same. */
    private static RehearsalRequest request(Entry entry) {
        try {
            return CloudEventCodec.fromJson(entry.value(), RehearsalRequest.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            return RehearsalRequest.newBuilder()
                    .setReason("the value of its key cannot be read")
                    .build();
        }
    }
}
