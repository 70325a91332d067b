package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.backupagent.restore.Preflight;
import io.pgbaton.backupagent.restore.Prepared;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.RestoreTarget;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Restores into the folder beside the data directory of one member, after a look whether that may be (R10). */
public final class RestoreWrapper extends Wrapper {
    private static final String NEWEST = "latest";

    private final MemberConfig member;
    private final Prepared prepared;

    public RestoreWrapper(Path program, Optional<Path> config, MemberConfig member) {
        super(program, config);
        this.member = member;
        this.prepared = new Prepared(member.dataDirectory());
    }

    /** @throws io.pgbaton.backupagent.restore.Unfit when it must not be done; then nothing was changed */
    @Override
    public Process run(RunFolder folder, Job job) throws IOException {
        new Preflight(member).check(job.task());
        prepared.claim(job.task().getInto().getRestore());
        return super.run(folder, job);
    }

    /** What an earlier attempt left of the same restore is used: pgBackRest compares checksums. */
    @Override
    List<String> words(RunFolder folder, Job job) {
        BackupTask task = job.task();
        List<String> words = super.words(folder, job);
        Programs.option(words, "--pg-path", prepared.data().toString());
        Programs.option(words, "--data-directory", member.dataDirectory().toString());
        words.add("--delta");
        target(words, task.getInto().getTarget());
        return words;
    }

    /** pgBackRest has defaults for the timeline that differ from type to type, so it is always said. */
    private static void target(List<String> words, RestoreTarget target) {
        String type = type(target.getKind());
        Programs.option(words, "--target-type", type);
        Programs.option(words, "--target", target.getValue());
        if (target.getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_END) {
            Programs.option(words, "--target-action", "promote");
        }
        if (target.getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_IMMEDIATE) {
            Programs.option(words, "--target-timeline", target.getTimeline().isEmpty() ? NEWEST : target.getTimeline());
        }
    }

    private static String type(RestoreTargetKind kind) {
        return switch (kind) {
            case RESTORE_TARGET_KIND_TIME -> "time";
            case RESTORE_TARGET_KIND_LSN -> "lsn";
            case RESTORE_TARGET_KIND_XID -> "xid";
            case RESTORE_TARGET_KIND_NAME -> "name";
            case RESTORE_TARGET_KIND_IMMEDIATE -> "immediate";
            case RESTORE_TARGET_KIND_END, UNRECOGNIZED -> "default";
        };
    }
}
