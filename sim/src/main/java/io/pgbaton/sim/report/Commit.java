package io.pgbaton.sim.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which sources were simulated, as git says. */
public record Commit(String id, String tree) {

    static Commit of(Path repository) {
        try {
            String changed = git(repository, "status", "--porcelain", "--untracked-files=normal");
            return new Commit(git(repository, "rev-parse", "HEAD"), changed.isEmpty() ? "clean" : "dirty");
        } catch (IOException noGit) {
            return new Commit("unknown", "not told: " + noGit.getMessage());
        }
    }

    private static String git(Path repository, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        try {
            int status = git.waitFor();
            if (status != 0) {
                throw new IOException("git " + arguments[0] + " ended with " + status);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git " + arguments[0] + " ran", e);
        }
    }
}
