package io.pgbaton.backupagent.decide.member;

import io.pgbaton.proto.v1.MemberFault;

/** What is said of a member. */
public sealed interface WatchAction {

    /** @param sinceMicros since the Unix epoch, when it was seen broken first */
    record Tell(MemberFault fault, String detail, long sinceMicros) implements WatchAction {}

    /** @param fault that was told last */
    record TellEnded(MemberFault fault, long sinceMicros) implements WatchAction {}
}
