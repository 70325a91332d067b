package io.pgbaton.cli.show;

import io.pgbaton.cli.read.AddressState;
import io.pgbaton.cli.read.LastRehearsal;
import io.pgbaton.cli.read.Problems;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.cli.sentence.RestoreStateSentences;
import io.pgbaton.proto.v1.AddressKey;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.DirectorState;
import io.pgbaton.proto.v1.HandoverCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A scope on one screen. */
public final class StatusText {
    private final Terminal terminal;

    public StatusText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(ScopeState state, Optional<ClusterState> described) {
        terminal.line(terminal.paint(Colour.STRONG, state.scope().key()) + pauses(state));
        field(
                "leader",
                state.leader()
                        .map(name -> name + " (epoch " + state.epoch() + ")")
                        .orElse("none"));
        state.handsOff().pauses().forEach(pause -> warn("paused", HandsOffLines.of(pause, terminal.zone())));
        state.handsOff()
                .maintenanceAt(Instant.now())
                .forEach(one -> warn("node", HandsOffLines.of(one, terminal.zone())));
        field("members", members(state));
        state.addresses().forEach(address -> field("address", address(address)));
        described.ifPresent(description -> {
            description.getDirectorsList().stream()
                    .filter(director -> !director.getKind().equals("address"))
                    .forEach(director -> field("proxy", director(director)));
            if (description.hasLastHandover()) {
                field("last", handover(description.getLastHandover()));
            }
        });
        LastRehearsal.of(state, described, Instant.now()).ifPresent(last -> field("path", rehearsal(last)));
        described
                .map(ClusterState::getRestore)
                .flatMap(RestoreStateSentences::goesOn)
                .ifPresent(open -> warn("restore", open));
        List<String> problems = Problems.of(state, described, Instant.now());
        problems.forEach(problem -> field("wrong", terminal.paint(Colour.ALARM, problem)));
        if (problems.isEmpty()) {
            field("wrong", terminal.paint(Colour.GOOD, "nothing"));
        }
    }

    public void note(String text) {
        terminal.line(terminal.paint(
                Colour.WARN, "Proxies, the last handover and the last rehearsal are not shown: " + text));
    }

    private void warn(String name, String value) {
        field(name, terminal.paint(Colour.WARN, value));
    }

    private void field(String name, String value) {
        terminal.line("  " + String.format(Locale.ROOT, "%-9s", name) + value);
    }

    private String pauses(ScopeState state) {
        String patroni = state.patroniPaused() ? "  Patroni is paused" : "";
        String hands = state.handsOff().paused() ? "  pgbaton is paused" : "";
        return terminal.paint(Colour.WARN, patroni + hands);
    }

    private static String members(ScopeState state) {
        long running = state.members().stream()
                .filter(member -> Problems.isRunning(member))
                .count();
        return running + " of " + state.members().size() + " running, "
                + state.agents().size() + " agents";
    }

    private static String address(AddressState address) {
        AddressKey key = address.key();
        return address.isHeld()
                ? address.name() + " " + key.getAddress() + " on " + key.getNode() + " (epoch " + key.getEpoch() + ")"
                : address.name() + " with nobody";
    }

    private static String director(DirectorState director) {
        String to = director.getMember().isEmpty() ? "nowhere" : director.getMember();
        String detail = director.getDetail().isEmpty() ? "" : " (" + director.getDetail() + ")";
        return director.getName() + " -> " + to + detail;
    }

    private static String rehearsal(LastRehearsal last) {
        Duration length = Duration.ofNanos(last.result().getDurationUs() * 1000);
        return "rehearsed " + last.age().toMinutes() + " min ago, "
                + (last.result().getCompleted() ? "completed" : "failed") + " after " + Times.seconds(length);
    }

    private String handover(HandoverCompleted last) {
        Duration length = Duration.ofNanos((last.getCompletedUs() - last.getStartedUs()) * 1000);
        return last.getKind().name().toLowerCase(Locale.ROOT) + " " + last.getOldMember() + " -> "
                + last.getNewMember() + ", " + Times.full(Times.ofMicros(last.getStartedUs()), terminal.zone()) + ", "
                + Times.seconds(length);
    }
}
