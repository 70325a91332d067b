package io.pgbaton.sim;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.time.Spans;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** {@code --seeds N [--from S]} lives many lives; {@code --seed S --trace} tells one. Exit 1 when a rule was broken. */
public final class SimMain {
    private static final int SHOWN = 5;
    private static final int NOT_UNDERSTOOD = 2;

    private SimMain() {}

    public static void main(String[] args) {
        try {
            System.exit(run(List.of(args)));
        } catch (NumberFormatException notANumber) {
            System.err.println("--seed, --seeds and --from want a whole number: " + notANumber.getMessage());
            System.exit(NOT_UNDERSTOOD);
        }
    }

    private static int run(List<String> given) {
        Optional<Long> one = value(given, "--seed");
        if (one.isPresent()) {
            return tell(one.get(), given.contains("--trace"));
        }
        long from = value(given, "--from").orElse(1L);
        return liveMany(from, value(given, "--seeds").orElse(1000L));
    }

    private static int tell(long seed, boolean trace) {
        Life.Result result = Life.told(seed, Adapters.REAL);
        if (trace) {
            result.trace().text().forEach(System.out::println);
        }
        System.out.println(
                result.broken().map(b -> "seed " + seed + " broke " + b).orElseGet(result::report));
        return result.broken().isPresent() ? 1 : 0;
    }

    private static int liveMany(long from, long count) {
        long began = System.nanoTime();
        List<Life.Result> broken = LongStream.range(from, from + count)
                .parallel()
                .mapToObj(seed -> Life.live(seed, Adapters.REAL))
                .filter(r -> r.broken().isPresent())
                .toList();
        long took = System.nanoTime() - began;
        broken.stream().limit(SHOWN).forEach(r -> System.out.println(r.report() + "\n"));
        Map<String, List<Long>> byRule = broken.stream()
                .collect(Collectors.groupingBy(
                        Life.Result::rule, TreeMap::new, Collectors.mapping(Life.Result::seed, Collectors.toList())));
        byRule.forEach((rule, seeds) -> System.out.println(
                rule + " broken by " + seeds.size() + " seeds: " + seeds.subList(0, Math.min(10, seeds.size()))));
        System.out.println(count + " lives in " + Spans.seconds(took) + " s, "
                + count * Spans.SECOND / Math.max(1, took) + " a second, " + broken.size() + " broke a rule");
        return broken.isEmpty() ? 0 : 1;
    }

    private static Optional<Long> value(List<String> args, String name) {
        return IntStream.range(0, args.size() - 1)
                .filter(i -> args.get(i).equals(name))
                .mapToObj(i -> Long.parseLong(args.get(i + 1)))
                .findFirst();
    }
}
