package io.pgbaton.sim;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.report.Report;
import io.pgbaton.sim.report.Run;
import io.pgbaton.sim.report.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code --seeds N [--from S] [--report FILE]} lives many lives; {@code --seed S --trace} tells one; {@code --hash S,S,...}
 * prints each seed with the SHA-256 of its trace. Exit 1 when a rule was broken, 3 when a report is invalid.
 */
public final class SimMain {
    private static final int BROKEN = 1;
    private static final int NOT_UNDERSTOOD = 2;
    private static final int INVALID = 3;
    private static final int NOT_WRITTEN = 4;

    private SimMain() {}

    public static void main(String[] args) {
        try {
            System.exit(run(List.of(args)));
        } catch (NumberFormatException notANumber) {
            System.err.println("--seed, --seeds, --from and --hash want whole numbers: " + notANumber.getMessage());
            System.exit(NOT_UNDERSTOOD);
        } catch (IOException e) {
            System.err.println("The report could not be written, name another file with --report: " + e);
            System.exit(NOT_WRITTEN);
        }
    }

    private static int run(List<String> given) throws IOException {
        Optional<String> hashes = text(given, "--hash");
        if (hashes.isPresent()) {
            Arrays.stream(hashes.get().split(",", -1)).map(Long::valueOf).forEach(SimMain::hash);
            return 0;
        }
        Optional<Long> one = value(given, "--seed");
        if (one.isPresent()) {
            return tell(one.get(), given.contains("--trace"));
        }
        Path home = Path.of(System.getProperty("pgbaton.home", "")).toAbsolutePath();
        long count = value(given, "--seeds").orElse(1000L);
        Run run = Run.of(
                home, value(given, "--from").orElse(1L), count, tally -> System.err.println(progress(tally, count)));
        print(run);
        Optional<String> file = text(given, "--report");
        return file.isPresent() ? report(new Report(run), Path.of(file.get())) : broken(run);
    }

    private static void hash(long seed) {
        System.out.println(
                seed + " " + Life.compared(seed, Adapters.REAL).trace().sha256());
    }

    private static int tell(long seed, boolean trace) {
        Life.Result result = Life.told(seed, Adapters.REAL);
        if (trace) {
            result.trace().text().forEach(System.out::println);
        }
        System.out.println(
                result.broken().map(b -> "seed " + seed + " broke " + b).orElseGet(result::report));
        return result.broken().isPresent() ? BROKEN : 0;
    }

    private static void print(Run run) {
        run.tally().shown().forEach(life -> System.out.println(life + "\n"));
        run.tally()
                .broken()
                .forEach((rule, seeds) -> System.out.println(rule + " broken by " + seeds.size() + " seeds: "
                        + seeds.subList(0, Math.min(10, seeds.size()))));
        System.out.println(String.format(
                Locale.ROOT,
                "%d lives in %d s, %.0f a second, %d broke a rule",
                run.count(),
                run.took().toSeconds(),
                run.perSecond(),
                run.tally().brokenLives()));
    }

    private static String progress(Tally tally, long count) {
        return String.format(Locale.ROOT, "%d of %d lives, %d broke a rule", tally.lives(), count, tally.brokenLives());
    }

    private static int report(Report report, Path file) throws IOException {
        report.write(file);
        System.out.println("report: " + file + ", " + report.verdict() + " " + report.tooRare());
        return switch (report.verdict()) {
            case CLEAN -> 0;
            case BROKEN -> BROKEN;
            case INVALID -> INVALID;
        };
    }

    private static int broken(Run run) {
        return run.tally().broken().isEmpty() ? 0 : BROKEN;
    }

    private static Optional<Long> value(List<String> args, String name) {
        return text(args, name).map(Long::valueOf);
    }

    private static Optional<String> text(List<String> args, String name) {
        return IntStream.range(0, args.size() - 1)
                .filter(i -> args.get(i).equals(name))
                .mapToObj(i -> args.get(i + 1))
                .findFirst();
    }
}
