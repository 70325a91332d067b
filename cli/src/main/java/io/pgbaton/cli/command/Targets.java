package io.pgbaton.cli.command;

import io.pgbaton.proto.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a command is for: the scopes that are named, or all of them at once. */
final class Targets {
    private Targets() {}

    /** Empty is all scopes. */
    static List<Optional<Scope>> of(Scope named, List<Scope> byOption) {
        List<Scope> scopes = scopes(named, byOption);
        return scopes.isEmpty()
                ? List.of(Optional.empty())
                : scopes.stream().map(Optional::of).toList();
    }

    static List<Scope> scopes(Scope named, List<Scope> byOption) {
        return Stream.concat(Stream.ofNullable(named), byOption.stream())
                .distinct()
                .toList();
    }

    static String name(Optional<Scope> scope) {
        return scope.map(one -> one + " is").orElse("all scopes are");
    }

    /** For programs: "*" is all. */
    static String key(Optional<Scope> scope) {
        return scope.map(Scope::key).orElse("*");
    }
}
