package io.pgbaton.backupagent.folder;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.MemberFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/** What the next life has to know of a member to tell whether it is broken: a small file for each thing. Blocks. */
public final class MemberMemory {
    private final Path folder;

    public MemberMemory(Path stateDir, Scope scope, String member) {
        this.folder = stateDir.resolve("members").resolve(scope.key().replace('/', '@') + "@" + member);
    }

    /** It had data once, so it is missed when it has none. */
    public boolean hadData() {
        return Files.exists(file("seen"));
    }

    /** @param mounted where the file system of its data begins */
    public void hasData(Path mounted) throws IOException {
        keep("seen", mounted.toString());
    }

    /** Where the file system began on which its data was last; empty when that is not known. */
    public Optional<Path> mounted() throws IOException {
        String path = Files.exists(file("seen")) ? Files.readString(file("seen")) : "";
        return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    /** It was stopped for a restore, and has not run since. */
    public boolean isAside() {
        return Files.exists(file("aside"));
    }

    public void aside(String restore) throws IOException {
        keep("aside", restore);
    }

    public void runs() throws IOException {
        Files.deleteIfExists(file("aside"));
    }

    /** What was told of it, and not its end. */
    public Optional<MemberFault> told() throws IOException {
        if (!Files.exists(file("told"))) {
            return Optional.empty();
        }
        String name = Files.readString(file("told")).strip();
        return Arrays.stream(MemberFault.values())
                .filter(fault -> fault.name().equals(name))
                .findFirst();
    }

    /** @param fault empty when it ended */
    public void tell(Optional<MemberFault> fault) throws IOException {
        if (fault.isPresent()) {
            keep("told", fault.get().name());
        } else {
            Files.deleteIfExists(file("told"));
        }
    }

    private void keep(String name, String text) throws IOException {
        if (Files.exists(file(name)) && Files.readString(file(name)).equals(text)) {
            return;
        }
        Files.createDirectories(folder);
        Path draft = Files.writeString(file(name + ".new"), text);
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
