package io.pgbaton.cli.handover;

import io.pgbaton.cli.sentence.Causes;
import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.Phase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One paragraph in plain words about one handover. */
public final class Explanation {
    private static final Map<String, String> PHASES = Map.of(
            "drain", "keeping new clients away from the old leader",
            "lost", "until the old leader's reign was over",
            "election", "until Patroni had elected another",
            "promotion", "PostgreSQL's own promotion",
            "address", "moving the address",
            "route", "turning the proxies",
            "commit", "until a commit was proven");

    private final Handover handover;
    private final ZoneId zone;

    private Explanation(Handover handover, ZoneId zone) {
        this.handover = handover;
        this.zone = zone;
    }

    public static String of(Handover handover, ZoneId zone) {
        Explanation explanation = new Explanation(handover, zone);
        List<String> sentences = new ArrayList<>();
        sentences.add(explanation.beginning());
        explanation.election().ifPresent(sentences::add);
        explanation.directors().ifPresent(sentences::add);
        sentences.add(explanation.end());
        explanation.longestPart().ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    private String beginning() {
        String at = "At " + Times.full(handover.started(), zone) + " ";
        String scope = handover.scope().key();
        String old = handover.oldMember().isEmpty() ? "the leader" : handover.oldMember();
        return switch (handover.kind()) {
            case SWITCHOVER ->
                at + "a switchover of " + scope + " away from " + old + " began, because it was asked for.";
            case FAILOVER -> at + scope + " lost its leader " + old + lossCause() + ".";
            case YIELD ->
                at + "the processes of " + old + ", leader of " + scope
                        + ", had died, and the agent beside it ended its reign at once instead of waiting for the lease.";
            case OVERWRITE ->
                at + "another member put itself over " + old + ", the living leader of " + scope
                        + ". That should never happen: compare the timelines of both, acknowledged writes may be lost.";
            case RESTART -> at + old + ", leader of " + scope + ", was gone for a moment and came back itself.";
            case BOOTSTRAP -> at + scope + " got its first leader.";
            default -> at + "a handover of " + scope + " began.";
        };
    }

    private String lossCause() {
        return handover.records().stream()
                .filter(record -> record.type() == EventType.LEADER_LOST)
                .map(record -> Causes.of(record.data(LeaderLost.class).getCause()))
                .filter(cause -> !cause.isEmpty())
                .findFirst()
                .map(cause -> " (" + cause + ")")
                .orElse("");
    }

    private Optional<String> election() {
        if (handover.newMember().isEmpty()) {
            return Optional.of("No new leader was seen.");
        }
        String elected = longest("election")
                .map(length -> " after " + Times.seconds(length))
                .orElse("");
        String writable = longest("promotion")
                .map(length -> " and took writes " + Times.seconds(length) + " later")
                .orElse("");
        return Optional.of(handover.newMember() + " became leader" + elected + writable + ".");
    }

    private Optional<String> directors() {
        List<String> parts = new ArrayList<>();
        longest("address").ifPresent(length -> parts.add("the address followed within " + Times.seconds(length)));
        longest("route").ifPresent(length -> parts.add("the proxies within " + Times.seconds(length)));
        longest("commit").ifPresent(length -> parts.add("a commit was proven after " + Times.seconds(length)));
        return parts.isEmpty() ? Optional.empty() : Optional.of(capital(String.join(", ", parts)) + ".");
    }

    private String end() {
        String length = handover.length().map(Times::seconds).orElse("");
        if (handover.result().isEmpty()) {
            return "It is still open" + (handover.reason().isEmpty() ? "." : " (" + handover.reason() + ").");
        }
        return switch (handover.result().get()) {
            case COMPLETED -> "All directors confirmed, and it was complete after " + length + ".";
            case COMPLETED_PARTLY ->
                "It works since " + length + " after the beginning, but "
                        + String.join(", ", handover.unconfirmed())
                        + " did not confirm: look at the agent there, and at `pgbaton audit`.";
            case COMMITS_BLOCKED ->
                "The way is free since " + length
                        + " after the beginning, but commits hang; with strict synchronous mode a standby has to come back.";
            case HANDOVER_SUPERSEDED -> "Before it was complete, the next one began (after " + length + ").";
            case WITHDRAWN -> "It was called off after " + length + " and clients went back.";
            default -> failure(length);
        };
    }

    private String failure(String length) {
        String reason = handover.reason().isEmpty() ? "" : ": " + handover.reason();
        String next = handover.nextStep().isEmpty() ? "" : " Next: " + handover.nextStep() + ".";
        return "It failed after " + length + reason + "." + next;
    }

    private Optional<String> longestPart() {
        Optional<Duration> whole = handover.length().filter(length -> !length.isZero());
        return whole.flatMap(length -> handover.phases().stream()
                .max(Comparator.comparingLong(Phase::getDurationUs))
                .map(phase -> share(phase, length)));
    }

    private static String share(Phase phase, Duration whole) {
        long percent = Math.min(100, Math.round(100.0 * phase.getDurationUs() * 1000 / whole.toNanos()));
        String what = PHASES.getOrDefault(phase.getName(), phase.getName());
        return "Its longest part, " + percent + " %, was " + phase.getName() + ": " + what + ".";
    }

    /** Of phases that each director has, the longest counts. */
    private Optional<Duration> longest(String name) {
        return handover.phases().stream()
                .filter(phase -> phase.getName().equals(name))
                .map(phase -> Duration.ofNanos(phase.getDurationUs() * 1000))
                .max(Comparator.naturalOrder());
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
