package io.pgbaton.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for {@code option redispatch} in the sections of a {@code haproxy.cfg} that have servers. */
final class HaproxyFileCheck {
    private static final String ABOUT = "haproxy.cfg";
    private static final Set<String> SECTIONS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "listen",
            "userlist",
            "peers",
            "resolvers",
            "program",
            "cache");

    private final List<String> without = new ArrayList<>();
    private String section = "";
    private String kind = "";
    private boolean inDefaults;
    private boolean here;
    private boolean hasServers;

    private HaproxyFileCheck() {}

    static Finding check(Path file) {
        try {
            return of(Files.readAllLines(file));
        } catch (IOException e) {
            return Finding.unknown(
                    ABOUT, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    static Finding of(List<String> lines) {
        HaproxyFileCheck check = new HaproxyFileCheck();
        lines.forEach(check::line);
        check.endSection();
        return check.without.isEmpty()
                ? Finding.ok(ABOUT, "every section with servers has `option redispatch`")
                : Finding.fault(
                        ABOUT,
                        "no `option redispatch` in " + String.join(", ", check.without)
                                + ": connections that HAProxy has accepted hang on a dead primary",
                        "write `option redispatch 1`, `retries 30` and `timeout connect 500ms` there or in defaults");
    }

    private void line(String line) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
        if (SECTIONS.contains(words[0])) {
            endSection();
            kind = words[0];
            section = words.length > 1 ? words[0] + " " + words[1] : words[0];
            here = kind.equals("defaults") ? false : inDefaults;
            return;
        }
        boolean negated = words[0].equals("no") && words.length > 2;
        int option = negated ? 1 : 0;
        if (words.length > option + 1 && words[option].equals("option") && words[option + 1].equals("redispatch")) {
            here = !negated;
        }
        hasServers |= words[0].equals("server") || words[0].equals("server-template");
    }

    private void endSection() {
        if (kind.equals("defaults")) {
            inDefaults = here;
        } else if (hasServers && !here) {
            without.add(section);
        }
        hasServers = false;
    }
}
