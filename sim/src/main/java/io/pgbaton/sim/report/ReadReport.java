package io.pgbaton.sim.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report that was written, as far as it can be tried again. */
public record ReadReport(String verdict, String tree, String code, Map<Long, String> traces) {
    static final String CODE = "simulated code";
    static final String SEED = "seed ";

    /** @throws IOException when the file cannot be read, or says nothing of what is needed */
    public static ReadReport of(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<Long, String> traces = new LinkedHashMap<>();
        lines.stream().filter(line -> line.startsWith(SEED)).forEach(line -> {
            String[] words = line.split(" +", -1);
            traces.put(Long.parseLong(words[1]), words[2]);
        });
        if (traces.isEmpty()) {
            throw new IOException(file + " names no seed with the hash of its trace");
        }
        return new ReadReport(
                field(file, lines, "verdict"), field(file, lines, "tree"), field(file, lines, CODE), traces);
    }

    private static String field(Path file, List<String> lines, String name) throws IOException {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).trim())
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no line '" + name + "'"));
    }
}
