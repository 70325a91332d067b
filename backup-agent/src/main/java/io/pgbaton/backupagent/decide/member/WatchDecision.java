package io.pgbaton.backupagent.decide.member;

import java.util.Optional;

public record WatchDecision(WatchState next, Optional<WatchAction> action) {}
