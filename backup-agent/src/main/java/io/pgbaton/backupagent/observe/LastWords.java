package io.pgbaton.backupagent.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a log says of the end: its last error with the lines that belong to it, or its last line when it has none. */
final class LastWords {
    private static final int LONGEST = 500;
    /** As pgBackRest writes it, with or without time and process; hints are on lines of their own, set in. */
    private static final Pattern ERROR = Pattern.compile("^(?:[0-9].* P[0-9]+ +)?ERROR: (.*)$");

    private LastWords() {}

    /** On one line, at most 500 characters; empty when there is no such file. */
    static String in(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        LastError error = new LastError();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> !line.isBlank()).forEach(error::hear);
        }
        String words = error.words();
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }

    private static final class LastError {
        private final List<String> error = new ArrayList<>();
        private boolean goesOn;
        private String last = "";

        void hear(String line) {
            last = line;
            Matcher begins = ERROR.matcher(line);
            if (begins.matches()) {
                error.clear();
                error.add(begins.group(1));
                goesOn = true;
            } else if (goesOn && line.startsWith(" ")) {
                error.add(line);
            } else {
                goesOn = false;
            }
        }

        String words() {
            return error.isEmpty() ? last : error.stream().map(String::strip).collect(Collectors.joining(" "));
        }
    }
}
