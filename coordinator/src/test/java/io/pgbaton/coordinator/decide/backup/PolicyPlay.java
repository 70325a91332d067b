package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One policy of service/demo in a calm world: n1 leads in epoch 10, bk1 has the stanza, it is Friday noon. */
final class PolicyPlay {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Scope SCOPE = new Scope("service", "demo");

    final List<PolicyAction.Command> commands = new ArrayList<>();
    final List<PolicyAction.TellOverdue> overdue = new ArrayList<>();
    final List<PolicyAction.Closed> closed = new ArrayList<>();
    Policy policy;
    boolean handedOver;
    /** The old leader still takes writes: proxies are drained for a switchover. */
    boolean draining;

    boolean replaying;
    boolean streaming = true;
    Set<RefusalReason> obstacles = Set.of();
    List<String> nodes = List.of("bk1");
    long epoch = 10;
    Optional<Succession> last = Optional.empty();
    private Optional<LostWal> lost = Optional.empty();
    private PolicyState state;
    private Duration passed = Duration.ZERO;
    private Duration clockIsOff = Duration.ZERO;
    private BackupPolicyState remembered;

    private PolicyPlay(Policy policy) {
        this.policy = policy;
        this.state = PolicyState.begin(SCOPE, policy, now());
    }

    /** Words as in {@code full=0 1 * * 0}; never overdue. */
    static PolicyPlay of(String... calendars) {
        return new PolicyPlay(policy(AfterFailover.NEVER, Duration.ofDays(400), false, calendars));
    }

    static PolicyPlay of(Policy policy) {
        return new PolicyPlay(policy);
    }

    static Policy policy(AfterFailover rule, Duration overdue, boolean fromStandby, String... calendars) {
        Map<BackupType, Calendar> byType = new EnumMap<>(BackupType.class);
        for (String one : calendars) {
            int sign = one.indexOf('=');
            String type = one.substring(0, sign).toUpperCase(Locale.ROOT);
            byType.put(BackupType.valueOf("BACKUP_TYPE_" + type), Calendar.of(one.substring(sign + 1)));
        }
        return new Policy(Work.BACKUPS, "demo", 1, byType, ZoneOffset.UTC, overdue, rule, fromStandby);
    }

    /** The clock ticks every minute until then. */
    PolicyPlay until(String wall) {
        while (now().wall().isBefore(Instant.parse(wall))) {
            after(Duration.ofMinutes(1));
        }
        return this;
    }

    /** Nobody is there meanwhile: no tick. */
    PolicyPlay asleepUntil(String wall) {
        passed = Duration.between(NOON, Instant.parse(wall));
        return look();
    }

    PolicyPlay after(Duration time) {
        passed = passed.plus(time);
        return look();
    }

    PolicyPlay look() {
        return news(new News.Looked());
    }

    PolicyPlay news(News news) {
        PolicyDecision decision = PolicyMachine.decide(state, now(), news);
        state = decision.next();
        for (PolicyAction action : decision.actions()) {
            if (action instanceof PolicyAction.Command command) {
                commands.add(command);
            } else if (action instanceof PolicyAction.TellOverdue told) {
                overdue.add(told);
            } else if (action instanceof PolicyAction.Closed over) {
                closed.add(over);
            }
        }
        return this;
    }

    /** The last command begins, and makes its backup in that time. */
    PolicyPlay made(Duration took) {
        Order order = lastCommand().order();
        news(new News.Begun(order.command()));
        Instant start = now().wall();
        passed = passed.plus(took);
        return news(new News.Made(order.command(), order.type(), new Span(start, now().wall())));
    }

    PolicyPlay failed() {
        return news(new News.NotMade(lastCommand().order().command(), "db-connect"));
    }

    /** From epoch 10 and timeline 3 on, each a minute long. */
    PolicyPlay handover(boolean planned, String lsn) {
        handedOver = true;
        look();
        passed = passed.plus(Duration.ofMinutes(1));
        long ended = epoch;
        epoch += 10;
        handedOver = false;
        int timeline = (int) (epoch / 10) + 1;
        last = Optional.of(
                new Succession("handover-" + epoch, planned, ended, epoch, timeline, timeline + 1, lsn, now().wall()));
        return look();
    }

    PolicyPlay wal(String segment) {
        return news(new News.Read(new Repository(now().wall(), state.holdings().newest(), segment)));
    }

    /** By another coordinator, which knows what the description says. */
    PolicyPlay takenOver() {
        state = PolicyText.read(SCOPE, policy, PolicyText.write(state), now());
        return this;
    }

    /** What is described now may be all that somebody knows later. */
    void remember() {
        remembered = PolicyText.write(state);
    }

    void takenOverByWhoKnowsLess() {
        if (remembered != null) {
            state = PolicyText.read(SCOPE, policy, remembered, now());
        }
    }

    /** The wall clock alone is set. */
    void jump(Duration by) {
        clockIsOff = clockIsOff.plus(by);
    }

    /** Now. */
    void lose(LostWal.How how) {
        lost = Optional.of(new LostWal(now().wall(), how));
    }

    PolicyAction.Command lastCommand() {
        return commands.get(commands.size() - 1);
    }

    /** As in {@code full}, in the order in which they were commanded. */
    List<String> types() {
        return commands.stream()
                .map(command -> command.order().type().name().substring("BACKUP_TYPE_".length()))
                .toList();
    }

    PolicyState state() {
        return state;
    }

    Surroundings now() {
        return new Surroundings(
                passed.toNanos(),
                NOON.plus(passed).plus(clockIsOff),
                replaying,
                handedOver,
                obstacles,
                handedOver && !draining ? 0 : epoch,
                streaming,
                nodes,
                last,
                lost);
    }
}
