package io.pgbaton.lab.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of drills, pgbackrest and PostgreSQL themselves. */
class DrillOnPostgresTest {
    private static final String ENOUGH = "1000000";

    @TempDir
    Path temporary;

    private Wrapper wrapper;
    private Path config;
    private String label;
    private int runs;

    @BeforeEach
    void aBackupWhoseClusterIsGone() throws IOException {
        assumeTrue(ScratchPostgres.installed(), "PostgreSQL 15 or pgbackrest is not installed");
        wrapper = new Wrapper(temporary);
        Path scripts = Layout.of("drill").repository().resolve("backup-agent/src/main/sh");
        for (String script : List.of("pgbaton-drill", "pgbaton-drill-phases", "pgbaton-private-postgres")) {
            wrapper.program(script, Files.readString(scripts.resolve(script)));
        }
        wrapper.folder("scratch");
        try (ScratchPostgres postgres = new ScratchPostgres(wrapper, temporary)) {
            config = postgres.config();
            pgbackrest("stanza-create");
            Path folder = pgbackrest("backup");
            label = Wrapper.lines(folder).stream()
                    .filter(line -> line.startsWith("made label="))
                    .map(line -> line.substring("made label=".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aBackupIsRestoredRecoveredCheckedAskedAndRemoved() throws IOException {
        Path folder = ends("0 ok", ENOUGH, "--probe", probe("select 6 * 7"), "--expect", file("expect", "42"));
        List<String> lines = Wrapper.lines(folder);
        for (String step : List.of("restore", "recovery", "amcheck", "probe", "total")) {
            assertTrue(
                    lines.stream().anyMatch(line -> line.startsWith("step name=" + step + " result=done ms=")),
                    lines::toString);
        }
        assertTrue(lines.stream().anyMatch(line -> line.endsWith("it answered 42")), lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("step name=checksums result=skipped")),
                lines::toString);
        nothingIsLeft();
        ends("0 ok", ENOUGH, "--recover", "archive");
        nothingIsLeft();
    }

    @Test
    void eachFailureHasItsNameAndNothingIsLeft() throws IOException {
        ends("200 no-space", "9000000000000000");
        ends("202 no-programs", ENOUGH, "--bin", temporary.toString());
        ends("203 not-recovered", ENOUGH, "--user", "nobody_at_all");
        Path asked = ends("204 check-failed", ENOUGH, "--probe", probe("create table written ()"));
        assertTrue(Wrapper.read(asked, "output").contains("read-only transaction"));
        ends("204 check-failed", ENOUGH, "--probe", probe("select 1"), "--expect", file("expect", "2"));
        nothingIsLeft();
        label = "20200101-000000F";
        ends("75 backup-set-invalid", ENOUGH);
        nothingIsLeft();
    }

    @Test
    void r10WhatNoDrillHasMadeIsNotTouched() throws IOException {
        Path foreign = Files.createDirectories(home());
        Files.writeString(foreign.resolve("precious"), "data");
        ends("201 not-ours", ENOUGH);
        assertEquals("data", Files.readString(foreign.resolve("precious")));
    }

    @Test
    void whatAKilledDrillLeavesIsEndedAndRemovedAndMeanwhileAnotherIsBusy() throws IOException {
        Path folder = next();
        List<String> words = words(folder, ENOUGH, "--probe", probe("select pg_sleep(60)"));
        new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessId drill = Wrapper.process(folder);
        Await.until("the probe", Wrapper.BOUND, () -> Wrapper.lines(folder).contains("phase name=checking"));
        ends("50 busy", ENOUGH);
        drill.signal("KILL");
        assertTrue(Files.exists(home()));
        Shell.run(
                        Wrapper.BOUND,
                        "",
                        wrapper.asUser(
                                "pgbaton-drill",
                                "clean",
                                "--folder",
                                folder.toString(),
                                "--scratch",
                                scratch().toString()))
                .orFail();
        nothingIsLeft();
    }

    @Test
    void aCancelledOneLeavesNothing() throws IOException {
        Path folder = next();
        new ProcessBuilder(words(folder, ENOUGH, "--probe", probe("select pg_sleep(60)")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Wrapper.process(folder);
        Await.until("the probe", Wrapper.BOUND, () -> Wrapper.lines(folder).contains("phase name=checking"));
        Shell.run(Wrapper.BOUND, "", wrapper.asUser("pgbaton-drill", "cancel", "--folder", folder.toString()))
                .orFail();
        Wrapper.awaitEnd(folder);
        assertEquals("63 term", Wrapper.read(folder, "ended").strip());
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertFalse(Files.exists(home()), () -> home() + " is left");
        assertEquals(
                "", Shell.run(List.of("pgrep", "-f", home().toString())).out().strip());
    }

    private Path ends(String expected, String bytes, String... more) {
        Path folder = next();
        Shell.run(Wrapper.BOUND, "", words(folder, bytes, more));
        assertEquals(expected, Wrapper.read(folder, "ended").strip(), () -> Wrapper.read(folder, "output"));
        return folder;
    }

    private List<String> words(Path folder, String bytes, String... more) {
        List<String> words = new ArrayList<>(List.of("pgbaton-drill", "run", "--folder", folder.toString()));
        words.addAll(List.of("--scratch", scratch().toString(), "--stanza", "demo", "--set", label, "--repo", "1"));
        words.addAll(
                List.of("--wrapper", temporary.resolve("bin/pgbaton-pgbackrest").toString()));
        words.addAll(List.of("--config", config.toString(), "--bytes", bytes, "--stopped", "1790000000"));
        words.addAll(List.of("--version", "15", "--seconds", "300"));
        words.addAll(List.of(more));
        return wrapper.asUser(words.toArray(String[]::new));
    }

    private Path pgbackrest(String command) {
        Path folder = next();
        Shell.Result result =
                wrapper.run(folder, "--command", command, "--stanza", "demo", "--config", config.toString());
        assertEquals(0, result.exit(), () -> Wrapper.read(folder, "output"));
        return folder;
    }

    private String probe(String sql) throws IOException {
        return file("probe.sql", sql);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(temporary.resolve(name), text + "\n").toString();
    }

    private Path scratch() {
        return temporary.resolve("scratch");
    }

    private Path home() {
        return scratch().resolve("drill");
    }

    private Path next() {
        runs++;
        return wrapper.folder("run" + runs);
    }
}
