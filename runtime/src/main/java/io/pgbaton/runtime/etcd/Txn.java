package io.pgbaton.runtime.etcd;

import java.util.List;

/**
 * All of {@code ops} when all of {@code conditions} hold, else nothing; in both cases {@code reads} are answered from
 * the state after it.
 *
 * @param conditions none means always
 */
public record Txn(List<Compare> conditions, List<Op> ops, List<Range> reads) {
    public Txn {
        conditions = List.copyOf(conditions);
        ops = List.copyOf(ops);
        reads = List.copyOf(reads);
    }

    public static Txn when(Compare... conditions) {
        return new Txn(List.of(conditions), List.of(), List.of());
    }

    /** Without conditions. */
    public static Txn always(Op... ops) {
        return new Txn(List.of(), List.of(ops), List.of());
    }

    public Txn then(Op... changes) {
        return new Txn(conditions, List.of(changes), reads);
    }

    public Txn reading(Range... ranges) {
        return new Txn(conditions, ops, List.of(ranges));
    }
}
