package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.MemberBroken;
import io.pgbaton.proto.v1.MemberFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of one member that it will not come back by itself, and that this is over. On the event loop. */
public final class BrokenReports {
    private static final Logger log = LoggerFactory.getLogger(BrokenReports.class);

    private final StanzaRecorder recorder;
    private final String node;
    private final MemberConfig member;

    public BrokenReports(StanzaRecorder recorder, String node, MemberConfig member) {
        this.recorder = recorder;
        this.node = node;
        this.member = member;
    }

    /** @param sinceMicros since the Unix epoch */
    public void broken(MemberFault fault, String detail, long sinceMicros) {
        String next = nextStep(fault);
        log.warn(
                "A member will not come back by itself: {}. scope={} member={} fault={} next=\"{}\"",
                detail,
                member.scope().key(),
                member.name(),
                fault,
                next);
        tell(MemberBroken.newBuilder()
                .setFault(fault)
                .setDetail(detail)
                .setNextStep(next)
                .setSinceUs(sinceMicros));
    }

    /** @param sinceMicros of what was told; 0 when an earlier life told it */
    public void ended(MemberFault fault, long sinceMicros) {
        log.info(
                "A member that was broken is well. scope={} member={} fault={}",
                member.scope().key(),
                member.name(),
                fault);
        tell(MemberBroken.newBuilder().setFault(fault).setSinceUs(sinceMicros).setEnded(true));
    }

    private void tell(MemberBroken.Builder what) {
        recorder.local(
                EventType.MEMBER_BROKEN,
                member.name(),
                "",
                what.setNode(node).setMember(member.name()).build());
    }

    private static String nextStep(MemberFault fault) {
        String rebuild = "`pgbaton restore member` makes it anew from the backup";
        return switch (fault) {
            case MEMBER_FAULT_EMPTY -> rebuild + "; with Patroni running and no backup, Patroni copies the leader";
            case MEMBER_FAULT_START_FAILED -> "PostgreSQL's log on this node says why it does not start; " + rebuild;
            case MEMBER_FAULT_NOT_MOUNTED -> "mount it, then see whether Patroni runs; nothing is restored by itself";
            default -> "`systemctl status patroni` on this node says why; start it when that is right";
        };
    }
}
