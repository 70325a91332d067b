package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.restore.Checked;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;

/** What is said to everybody of one step of a restore at one member. On the event loop. */
public final class MemberReports {
    private final StanzaRecorder recorder;
    private final String node;
    private final String member;

    public MemberReports(StanzaRecorder recorder, String node, String member) {
        this.recorder = recorder;
        this.node = node;
        this.member = member;
    }

    /** @param state what it waits for */
    public void waits(String command, String restore, RestorePhase phase, String state) {
        recorder.local(
                EventType.RESTORE_PROGRESSED,
                member,
                command,
                RestoreProgressed.newBuilder()
                        .setRestore(restore)
                        .setCommandId(command)
                        .setNode(node)
                        .setPhase(phase)
                        .setDetail(state)
                        .build());
    }

    public void checked(String command, String restore, Checked checked) {
        recorder.local(
                EventType.MEMBER_CHECKED,
                member,
                command,
                MemberChecked.newBuilder()
                        .setRestore(restore)
                        .setCommandId(command)
                        .setNode(node)
                        .setMember(member)
                        .setRole(checked.look().role())
                        .setSystemIdentifier(checked.look().systemIdentifier())
                        .setTimeline(checked.look().timeline())
                        .setProbeAnswer(checked.probeAnswer())
                        .setFault(checked.fault())
                        .setDetail(checked.detail())
                        .build());
    }
}
