package io.pgbaton.backupagent.observe;

import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.backupagent.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What a run says, read from its folder alone: so it is the same for one of this life and of an earlier one. Blocks; one
 * look at a time.
 */
public final class RunWatch {
    /** The wrapper writes how it ended after pgBackRest is gone, when all that it said is told: 15 s at two looks a second. */
    private static final int LOOKS_AT_THE_GONE = 30;

    private final RunFolder folder;
    private final LineTail tail;
    private final Consumer<String> badLine;
    private int gone;

    /** @param badLine told of each line that is none */
    public RunWatch(RunFolder folder, Consumer<String> badLine) {
        this.folder = folder;
        this.tail = new LineTail(folder.wrapper().resolve("lines"));
        this.badLine = badLine;
    }

    /**
     * What is new, in its order; after an {@link RunInput.Ended} or {@link RunInput.Vanished} there is nothing more.
     *
     * @param exit of the wrapper, when it was started in this life and is over
     */
    public List<RunInput> look(long now, OptionalInt exit) throws IOException {
        ProcessLife life = ProcessLife.of(folder.wrapper().resolve("pid"));
        Optional<Line.Ended> end = end();
        List<RunInput> inputs = new ArrayList<>();
        for (String line : tail.read()) {
            parse(line)
                    .filter(known -> !(known instanceof Line.Ended))
                    .ifPresent(known -> inputs.add(new RunInput.Said(now, known)));
        }
        if (end.isPresent()) {
            inputs.add(new RunInput.Ended(now, end.get().code(), end.get().name(), lastWords()));
        } else if (life == ProcessLife.UNTOLD && exit.isPresent()) {
            inputs.add(new RunInput.LaunchFailed(
                    now,
                    "not-started",
                    "the wrapper ended with " + exit.getAsInt() + " and began nothing: " + lastWords()));
        } else if (life == ProcessLife.GONE && ++gone >= LOOKS_AT_THE_GONE) {
            inputs.add(new RunInput.Vanished(now, "its process is gone and did not say how it ended"));
        }
        return inputs;
    }

    private Optional<Line.Ended> end() throws IOException {
        try {
            return Optional.of(
                    LineParser.parseEnd(Files.readString(folder.wrapper().resolve("ended"))));
        } catch (NoSuchFileException goesOn) {
            return Optional.empty();
        } catch (BadLine bad) {
            badLine.accept(bad.getMessage());
            return Optional.of(new Line.Ended(255, "unreadable-end"));
        }
    }

    private Optional<Line> parse(String line) {
        try {
            return Optional.of(LineParser.parse(line));
        } catch (BadLine bad) {
            badLine.accept(bad.getMessage());
            return Optional.empty();
        }
    }

    /** Of pgBackRest, or of the wrapper itself. */
    private String lastWords() throws IOException {
        String output = LastWords.in(folder.wrapper().resolve("output"));
        return output.isEmpty() ? LastWords.in(folder.said()) : output;
    }
}
