package io.pgbaton.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Of an earlier restore. A script whose variable is empty means none of them, and least of all a new one. */
final class RestoreId implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("say the id, as `restore.failed` has it");
        }
        return text.strip();
    }
}
