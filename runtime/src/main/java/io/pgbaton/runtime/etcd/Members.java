package io.pgbaton.runtime.etcd;

import java.util.ArrayList;
import java.util.List;

/** The members in the order in which they are asked: who answered last comes first, who failed last comes last. */
final class Members {
    private final List<Member> all;
    private final List<Member> order;

    Members(List<Member> members) {
        all = List.copyOf(members);
        order = new ArrayList<>(members);
    }

    List<Member> all() {
        return all;
    }

    List<Member> inOrder() {
        return List.copyOf(order);
    }

    void answered(Member member) {
        if (order.get(0) != member) {
            order.remove(member);
            order.add(0, member);
        }
    }

    void failed(Member member) {
        order.remove(member);
        order.add(member);
    }
}
