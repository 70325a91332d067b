package io.pgbaton.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A reason has words, and few enough to be shown on a line. */
final class Reason implements ITypeConverter<String> {
    private static final int LONGEST = 200;

    @Override
    public String convert(String text) {
        String reason = text.strip();
        if (reason.isEmpty()) {
            throw new TypeConversionException("say why, for whoever wonders at night");
        }
        if (reason.length() > LONGEST || reason.chars().anyMatch(Character::isISOControl)) {
            throw new TypeConversionException("one line of at most " + LONGEST + " characters");
        }
        return reason;
    }
}
