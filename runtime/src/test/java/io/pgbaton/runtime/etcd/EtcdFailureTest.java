package io.pgbaton.runtime.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.grpc.Status;
import io.grpc.Status.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and texts as etcd 3.4 and 3.5 send them. */
class EtcdFailureTest {
    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, io exception, UNREACHABLE",
        "UNAVAILABLE, Network closed for unknown reason, UNREACHABLE",
        "UNAVAILABLE, etcdserver: leader changed, UNREACHABLE",
        "UNAVAILABLE, etcdserver: request timed out, TIMEOUT",
        "UNAVAILABLE, 'etcdserver: request timed out, possibly due to connection lost', TIMEOUT",
        "UNAVAILABLE, etcdserver: no leader, NO_LEADER",
        "DEADLINE_EXCEEDED, CallOptions deadline exceeded, TIMEOUT",
        "CANCELLED, no connection to this member yet, TIMEOUT",
        "OUT_OF_RANGE, etcdserver: mvcc: required revision has been compacted, COMPACTED",
        "OUT_OF_RANGE, etcdserver: mvcc: required revision is a future revision, OTHER",
        "NOT_FOUND, etcdserver: requested lease not found, LEASE_NOT_FOUND",
        "NOT_FOUND, etcdserver: member not found, OTHER",
        "UNAUTHENTICATED, etcdserver: invalid auth token, AUTH",
        "INVALID_ARGUMENT, 'etcdserver: authentication failed, invalid user ID or password', AUTH",
        "INVALID_ARGUMENT, etcdserver: user name is empty, AUTH",
        "INVALID_ARGUMENT, etcdserver: revision of auth store is old, AUTH",
        "INVALID_ARGUMENT, etcdserver: duplicate key given in txn request, OTHER",
        "PERMISSION_DENIED, etcdserver: permission denied, PERMISSION",
        "RESOURCE_EXHAUSTED, etcdserver: mvcc: database space exceeded, OTHER",
    })
    void everyStatusHasItsKind(Code code, String text, EtcdFailure kind) {
        assertSame(kind, EtcdFailure.of(code.toStatus().withDescription(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "etcdserver: mvcc: required revision has been compacted, COMPACTED",
        "rpc error: code = PermissionDenied desc = etcdserver: permission denied, PERMISSION",
        "etcdserver: no leader, NO_LEADER",
        "'', OTHER",
    })
    void everyCancelledWatchHasItsKind(String reason, EtcdFailure kind) {
        assertSame(kind, EtcdFailure.ofCancelReason(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, Network closed for unknown reason, true, true",
        "UNAVAILABLE, io exception, false, false",
        "UNAVAILABLE, etcdserver: no leader, true, false",
        "DEADLINE_EXCEEDED, late, true, true",
        "DEADLINE_EXCEEDED, late, false, false",
        "INTERNAL, Received Rst Stream, true, true",
        "PERMISSION_DENIED, etcdserver: permission denied, true, false",
        "NOT_FOUND, etcdserver: requested lease not found, true, false",
    })
    void aWriteIsUnknownOnlyWhenItMayHaveHappened(Code code, String text, boolean sent, boolean mayHaveHappened) {
        Status status = code.toStatus().withDescription(text);

        assertEquals(
                mayHaveHappened, EtcdException.of("http://e:2379", status, sent).mayHaveBeenApplied());
    }
}
