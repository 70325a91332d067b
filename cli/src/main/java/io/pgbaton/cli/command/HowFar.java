package io.pgbaton.cli.command;

import io.pgbaton.cli.restore.Aim;
import io.pgbaton.cli.restore.Target;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How far WAL is replayed, and from which backup on; without any of it to the end of the archive. */
final class HowFar {

    /** One of them. */
    static final class Where {
        @Option(
                names = "--time",
                paramLabel = "TIME",
                description = "with its zone, as 2026-11-22T04:00:00Z or \"2026-11-22 04:00:00 Europe/Berlin\"")
        private String time;

        @Option(names = "--lsn", paramLabel = "LSN", description = "as 0/16B3748")
        private String lsn;

        @Option(names = "--xid", paramLabel = "XID", description = "a transaction; needs --set")
        private String xid;

        @Option(names = "--name", paramLabel = "NAME", description = "a restore point; needs --set")
        private String name;

        @Option(names = "--immediate", description = "no further than the backup itself")
        private boolean immediate;

        @Option(names = "--end", description = "all that is in the archive")
        private boolean end;

        private Target target() {
            if (time != null) {
                return Target.time(time);
            } else if (lsn != null) {
                return Target.lsn(lsn);
            } else if (xid != null) {
                return Target.xid(xid);
            } else if (name != null) {
                return Target.name(name);
            }
            return immediate && !end ? Target.IMMEDIATE : Target.END;
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--set", paramLabel = "LABEL", description = "begin with this backup (default: the one that fits)")
    private String set = "";

    /** Null when none of it was said. */
    @ArgGroup(exclusive = true)
    private Where where;

    @Option(names = "--timeline", paramLabel = "T", description = "a number, or current (default: the newest)")
    private String timeline = "";

    boolean isSaid() {
        return where != null;
    }

    /** @throws ParameterException when it is not understood */
    Aim aim() {
        Target target = target();
        if (target.equals(Target.IMMEDIATE) && !timeline.isEmpty()) {
            throw fault("--timeline does not go with --immediate, which ends before any timeline does");
        }
        if (!timeline.matches("([1-9][0-9]{0,9}|latest|current)?")) {
            throw fault("--timeline takes a number, latest or current");
        }
        return new Aim(target, timeline, set);
    }

    private Target target() {
        try {
            return isSaid() ? where.target() : Target.END;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private ParameterException fault(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
