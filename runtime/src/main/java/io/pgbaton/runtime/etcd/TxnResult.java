package io.pgbaton.runtime.etcd;

/** What became of a transaction. */
public sealed interface TxnResult {
    /** The conditions held and the changes are made; {@code after.revision()} is the revision that they made. */
    record Applied(Snapshot after) implements TxnResult {}

    /** A condition did not hold, nothing was changed. */
    record Refused(Snapshot found) implements TxnResult {}

    /**
     * It left this machine and no answer came: it may have been applied, or may yet be. It is never sent twice by
     * itself; whoever wants to know reads the keys.
     */
    record Unknown(EtcdException cause) implements TxnResult {}
}
