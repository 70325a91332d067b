package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.record.ArchiveRecords;
import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.archive.ArchiveInput;
import io.pgbaton.nodeagent.decide.archive.ArchiveMachine;
import io.pgbaton.nodeagent.decide.archive.ArchiveState;
import io.pgbaton.nodeagent.decide.primary.PrimaryState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.observe.archive.ArchiveProbe;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive of the member beside this agent, while it leads. It only tells. On the event loop. */
final class ScopeArchive {
    private static final Logger log = LoggerFactory.getLogger(ScopeArchive.class);

    private final ArchiveConfig config;
    private final ArchiveProbe probe;
    private final ArchiveRecords records;
    private ArchiveState state;
    private long epoch;
    private long due;
    private boolean asking;
    /** It did not answer the last time, and that was logged. */
    private boolean silent;

    ScopeArchive(String member, ArchiveConfig config, ArchiveProbe probe, ArchiveRecords records) {
        this.config = config;
        this.probe = probe;
        this.records = records;
        this.state = ArchiveState.initial(member);
    }

    ArchiveState state() {
        return state;
    }

    /** Once a second; the primary is asked more seldom. */
    void tick(PrimaryState primary) {
        boolean leads = primary.epoch() > 0 && primary.last().state() == Postgres.WRITABLE;
        boolean doubtful = primary.epoch() > 0 && primary.last().state() == Postgres.UNREACHABLE;
        long now = BootClock.nanos();
        if (leads) {
            epoch = primary.epoch();
            if (now >= due && !asking) {
                due = now + config.every().toNanos();
                look();
            }
        } else if (!doubtful && epoch > 0) {
            epoch = 0;
            tell(new ArchiveInput.LeadsNot(now));
            probe.rest();
        }
    }

    void close() {
        probe.close();
    }

    private void look() {
        asking = true;
        // No answer says nothing of the archive; that PostgreSQL does not answer is told by others.
        probe.look().onFailure(this::unanswered).otherwise(Optional.empty()).onComplete(done -> {
            asking = false;
            silent &= done.result().isEmpty();
            done.result()
                    .filter(look -> epoch > 0)
                    .ifPresent(look ->
                            tell(new ArchiveInput.Looked(BootClock.nanos(), epoch, look.reading(), look.said())));
        });
    }

    private void unanswered(Throwable failure) {
        if (!silent) {
            log.warn("PostgreSQL does not say how its archive goes; it is asked again. cause={}", failure.toString());
        }
        silent = true;
    }

    private void tell(ArchiveInput input) {
        ArchiveMachine.Decision decision =
                ArchiveMachine.decide(state, input, config.stuckAfter().toNanos());
        state = decision.next();
        decision.told().forEach(records::tell);
    }
}
