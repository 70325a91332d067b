package io.pgbaton.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands elsewhere: {@code ${NAME}} in any value, {@code file:/path} as the whole of a secret. */
final class References {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final String FILE = "file:";

    /** Why a reference leads nowhere, and what to do. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final String remedy;

        Broken(String problem, String remedy) {
            super(problem);
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }

    private final UnaryOperator<String> environment;

    /** The environment answers null for a variable that is not set. */
    References(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    static boolean isReference(String text) {
        return text.startsWith(FILE) || VARIABLE.matcher(text).find();
    }

    String expand(String text) throws Broken {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = environment.apply(name);
            if (value == null) {
                throw new Broken("the environment has no variable " + name, "set it, or write the value itself");
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** One newline at the end of a file is not part of the secret: editors put it there. */
    String secret(String text) throws Broken {
        if (!text.startsWith(FILE)) {
            return expand(text);
        }
        Path file = Path.of(text.substring(FILE.length()));
        try {
            return Files.readString(file).replaceFirst("\\r?\\n$", "");
        } catch (IOException unreadable) {
            throw new Broken(
                    "cannot read " + file + " (" + unreadable.getClass().getSimpleName() + ")",
                    "create it and let the user of this program read it");
        }
    }

    static boolean isReadableByAll(String text) {
        if (!text.startsWith(FILE)) {
            return false;
        }
        try {
            return Files.getPosixFilePermissions(Path.of(text.substring(FILE.length())))
                    .contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException notKnown) {
            return false;
        }
    }
}
