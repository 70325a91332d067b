package io.pgbaton.cli.command;

import io.pgbaton.proto.Scope;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Says what a scope looks like when one is misspelled. */
final class ScopeConverter implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String text) {
        try {
            return Scope.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
