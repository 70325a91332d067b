package io.pgbaton.runtime.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of this package as etcd's messages, and back. */
final class Wire {
    private Wire() {}

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /**
     * etcd's end of a prefix: the prefix with its last byte one higher. UTF-8 never holds 0xff, so there is no carry.
     */
    static ByteString endOf(Range range) {
        byte[] end = bytes(range.key()).toByteArray();
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    static Entry entry(KeyValue kv) {
        return new Entry(
                kv.getKey().toStringUtf8(),
                kv.getValue().toStringUtf8(),
                kv.getModRevision(),
                kv.getCreateRevision(),
                kv.getVersion(),
                kv.getLease());
    }

    /** A transaction of reads alone is linearizable and does not go through the log. */
    static TxnRequest reads(List<Range> ranges) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        ranges.forEach(range -> request.addSuccess(read(range)));
        return request.build();
    }

    static TxnRequest txn(Txn txn) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        txn.conditions().forEach(condition -> request.addCompare(compare(condition)));
        txn.ops().forEach(op -> request.addSuccess(change(op)));
        txn.reads().forEach(range -> request.addSuccess(read(range)).addFailure(read(range)));
        return request.build();
    }

    static Snapshot snapshot(TxnResponse response) {
        Map<String, Entry> entries = new HashMap<>();
        for (var answer : response.getResponsesList()) {
            for (KeyValue kv : answer.getResponseRange().getKvsList()) {
                Entry entry = entry(kv);
                entries.put(entry.key(), entry);
            }
        }
        return new Snapshot(
                response.getHeader().getClusterId(), response.getHeader().getRevision(), entries);
    }

    private static RequestOp read(Range range) {
        RangeRequest.Builder request = RangeRequest.newBuilder().setKey(bytes(range.key()));
        if (range.isPrefix()) {
            request.setRangeEnd(endOf(range));
        }
        return RequestOp.newBuilder().setRequestRange(request).build();
    }

    private static RequestOp change(Op op) {
        RequestOp.Builder request = RequestOp.newBuilder();
        if (op instanceof Op.Put put) {
            request.setRequestPut(PutRequest.newBuilder()
                    .setKey(bytes(put.key()))
                    .setValue(bytes(put.value()))
                    .setLease(put.lease()));
        } else if (op instanceof Op.Delete delete) {
            request.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(delete.key())));
        }
        return request.build();
    }

    private static io.etcd.jetcd.api.Compare compare(Compare condition) {
        io.etcd.jetcd.api.Compare.Builder request = io.etcd.jetcd.api.Compare.newBuilder()
                .setKey(bytes(condition.key()))
                .setResult(CompareResult.EQUAL);
        if (condition instanceof Compare.ValueEquals equal) {
            request.setTarget(CompareTarget.VALUE).setValue(bytes(equal.value()));
        } else if (condition instanceof Compare.ModRevisionEquals equal) {
            request.setTarget(CompareTarget.MOD).setModRevision(equal.revision());
        } else {
            request.setTarget(CompareTarget.CREATE).setCreateRevision(0);
        }
        return request.build();
    }
}
