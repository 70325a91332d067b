package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether a member that runs is the one that was wanted: of the restored data, of the right cluster, recovered as far as was asked
 * for, and with the rows that are expected. Blocks for half a minute at most.
 *
 * @param folder for what programs say
 */
record Findings(MemberConfig member, Path folder) {

    Checked of(StartMember wanted, Look look) throws IOException {
        Prepared prepared = new Prepared(member.dataDirectory());
        if (prepared.isReadyFor(wanted.getRestore())) {
            return Checked.faulty(
                    look,
                    "not-used",
                    "it is up, but not with what was restored, which is still in " + prepared.folder()
                            + ": it ran already, or pgbaton-restored failed and Patroni copied the leader, which its log says."
                            + " If it may stay as it is, remove that folder; else set its data aside. Then resume");
        }
        if (!wanted.getSystemIdentifier().isEmpty()
                && !wanted.getSystemIdentifier().equals(look.systemIdentifier())) {
            return Checked.faulty(
                    look,
                    "other-system-identifier",
                    "its system identifier is " + look.systemIdentifier() + ", and the backup's is "
                            + wanted.getSystemIdentifier());
        }
        String missed = new Forks(member.dataDirectory()).fault(wanted, look);
        return missed.isEmpty()
                ? probed(look, new RowProbe(member.psql(), folder), wanted.getProbe(), wanted.getExpected())
                : Checked.faulty(look, "target-missed", missed);
    }

    /** @param statement empty when nothing is asked */
    static Checked probed(Look look, RowProbe probe, String statement, String expected) {
        if (statement.isEmpty()) {
            return Checked.well(look);
        }
        String answer;
        try {
            answer = probe.ask(statement);
        } catch (IOException failure) {
            return Checked.faulty(look, "probe-failed", "the probe could not be run: " + failure.getMessage());
        }
        return expected.isEmpty() || expected.equals(answer)
                ? new Checked(look, answer, "", "")
                : new Checked(
                        look,
                        answer,
                        "other-rows",
                        "the probe said \"" + answer + "\", and \"" + expected + "\" was expected");
    }
}
