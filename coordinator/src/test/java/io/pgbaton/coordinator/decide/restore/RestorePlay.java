package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One restore of service/demo into service/demo2 on n4 and n5; agents answer as the test has them do. */
final class RestorePlay {
    static final String ID = "restore-1";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    final List<RestoreAction.Send> sent = new ArrayList<>();
    final List<RestoreFailure> failed = new ArrayList<>();
    final List<RestoreAction.Tell> ended = new ArrayList<>();
    final List<String> cleaned = new ArrayList<>();
    /** In the order in which they went out, repeated ones too. */
    final List<Commanded> commands = new ArrayList<>();

    /** @param looks whether its agent answers by what it saw */
    record Commanded(String id, String step, boolean looks) {}

    final List<RestoreAction.Refuse> refused = new ArrayList<>();
    boolean paused;
    boolean replaying;
    String leader = "";
    String scope = "service/demo2";
    PatroniThere patroni = PatroniThere.NOTHING;
    String actor = "ann@db1";
    Set<String> broken = Set.of();
    private String commanded = "";
    List<BackupAgentRegistration> agents = List.of(of("n4"), of("n5"), repository());
    private Going state = Going.NONE;
    private Duration passed = Duration.ZERO;
    private long revision = 100;

    static RestorePlan.Builder plan() {
        return RestorePlan.newBuilder()
                .setFrom("service/demo")
                .setStanza("demo")
                .setSet("20261122-060737F")
                .setSystemIdentifier("77")
                .addNodes(RestoreNode.newBuilder().setNode("n4").setMember("n4"))
                .addNodes(RestoreNode.newBuilder().setNode("n5").setMember("n5"))
                .setNewStanza("demo2")
                .setBackupNode("bk");
    }

    RestorePlay asked(RestorePlan plan) {
        revision++;
        return asked(
                revision == 101 ? ID : ID + revision,
                RestoreRequest.newBuilder().setActor(actor).setPlan(plan));
    }

    RestorePlay putsAreCountedFrom(long first) {
        revision = first;
        return this;
    }

    RestorePlay resumed(String id) {
        revision++;
        return asked(
                "put-" + revision,
                RestoreRequest.newBuilder().setActor("bob@db1").setResume(id));
    }

    RestorePlay undone(String id) {
        revision++;
        return asked(
                "put-" + revision,
                RestoreRequest.newBuilder().setActor("bob@db1").setUndo(id));
    }

    private RestorePlay asked(String put, RestoreRequest.Builder request) {
        return news(new RestoreNews.Asked(put, request.build(), patroni));
    }

    /** The agent of the step does it. */
    RestorePlay done() {
        String command = commanded;
        if (cleaned.contains(command)) {
            return news(new RestoreNews.Done(command));
        }
        if (looks(last().command())) {
            return news(new RestoreNews.Done(command))
                    .news(new RestoreNews.Checked(MemberChecked.newBuilder()
                            .setCommandId(command)
                            .setSystemIdentifier("77")
                            .setTimeline(2)
                            .build()));
        }
        return news(new RestoreNews.Word(command)).news(new RestoreNews.Done(command));
    }

    RestorePlay fails(String name) {
        return news(new RestoreNews.Failed(commanded, name, "because"));
    }

    RestorePlay after(Duration time) {
        passed = passed.plus(time);
        return news(new RestoreNews.Looked());
    }

    RestorePlay news(RestoreNews news) {
        Around now = new Around(scope, passed.toNanos(), NOON.plus(passed), replaying, paused, leader, agents, broken);
        RestoreDecision decision = RestoreMachine.decide(state, now, news);
        state = decision.next();
        for (RestoreAction action : decision.actions()) {
            act(action);
        }
        return this;
    }

    private void act(RestoreAction action) {
        if (action instanceof RestoreAction.Send send) {
            sent.add(send);
            commands.add(new Commanded(send.id(), step(send.command()), looks(send.command())));
            commanded = send.id();
        } else if (action instanceof RestoreAction.Clean clean) {
            cleaned.add(clean.id());
            commands.add(new Commanded(clean.id(), "CLEAN", false));
            commanded = clean.id();
        } else if (action instanceof RestoreAction.Refuse told) {
            refused.add(told);
        } else if (action instanceof RestoreAction.Tell told && told.data() instanceof RestoreFailed failure) {
            failed.add(failure.getFailure());
        } else if (action instanceof RestoreAction.Tell told && told.type() != EventType.RESTORE_PROGRESSED) {
            ended.add(told);
        }
    }

    /** By another coordinator, which knows what the description says. */
    RestorePlay takenOver(RestoreState described) {
        passed = passed.plusSeconds(5);
        state = Going.takenOver(described, passed.toNanos());
        return this;
    }

    RestoreAction.Send last() {
        return sent.get(sent.size() - 1);
    }

    RestoreState text() {
        return state.text();
    }

    RestorePhase phase() {
        return text().getPhase();
    }

    boolean isOpen() {
        return state.isOpen();
    }

    /** As in {@code n4 restore}, each command once. */
    List<String> steps() {
        return sent.stream()
                .filter(send -> send.times() == 1)
                .map(send -> step(send.command()))
                .toList();
    }

    private static boolean looks(Command command) {
        return command.hasStartMember() || command.hasVerifyRestored() || command.hasPutMemberBack();
    }

    static String step(Command command) {
        String what = command.hasBackUp()
                ? command.getBackUp().getTask().getKind().name().substring("BACKUP_KIND_".length())
                : command.getActionCase().name();
        return command.getNode() + " " + what;
    }

    private static BackupAgentRegistration of(String node) {
        return BackupAgentRegistration.newBuilder()
                .setNode(node)
                .addMembers(node)
                .build();
    }

    private static BackupAgentRegistration repository() {
        return BackupAgentRegistration.newBuilder()
                .setNode("bk")
                .addStanzas("demo2")
                .build();
    }
}
