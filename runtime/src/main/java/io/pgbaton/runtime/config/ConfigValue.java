package io.pgbaton.runtime.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that was asked of a {@link ConfigNode}. Whatever is wrong with it is noted and a stand-in is handed out
 * instead, so that a reader goes on to the end and all faults are reported at once; the stand-in never leaves {@link
 * ConfigFile}.
 */
public final class ConfigValue<T> {
    private final Source source;
    private final Place place;
    private final Optional<T> value;
    private final boolean faulty;
    private final T standIn;

    /** Where a value is, or would have to be. */
    record Place(int line, String path, String example) {
        String key() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        String remedy() {
            return "write for example `" + key() + ": " + example + "`";
        }
    }

    private ConfigValue(Source source, Place place, Optional<T> value, boolean faulty, T standIn) {
        this.source = source;
        this.place = place;
        this.value = value;
        this.faulty = faulty;
        this.standIn = standIn;
    }

    static <T> ConfigValue<T> of(Source source, Place place, T value) {
        return new ConfigValue<>(source, place, Optional.of(value), false, value);
    }

    static <T> ConfigValue<T> absent(Source source, Place place, T standIn) {
        return new ConfigValue<>(source, place, Optional.empty(), false, standIn);
    }

    /** Its fault is noted already. */
    static <T> ConfigValue<T> faulty(Source source, Place place, T standIn) {
        return new ConfigValue<>(source, place, Optional.empty(), true, standIn);
    }

    public T required() {
        if (value.isEmpty() && !faulty) {
            source.fault(place.line(), place.path(), "is missing", place.remedy());
        }
        value.ifPresent(found -> source.effective(place.path(), found, false));
        return value.orElse(standIn);
    }

    public T orElse(T whenAbsent) {
        if (!faulty) {
            source.effective(place.path(), value.orElse(whenAbsent), value.isEmpty());
        }
        return value.orElse(whenAbsent);
    }

    public Optional<T> optional() {
        value.ifPresent(found -> source.effective(place.path(), found, false));
        return value;
    }

    /** An absent value passes: whether it may be absent is said by what is called next. */
    public ConfigValue<T> must(Check<? super T> check) {
        if (value.isEmpty() || check.holds().test(value.get())) {
            return this;
        }
        String problem = "is " + Check.shown(value.get()) + ", it must be " + check.must();
        source.fault(place.line(), place.path(), problem, place.remedy());
        return faulty(source, place, standIn);
    }

    /**
     * Reads the value as something of the caller's own.
     *
     * @param what completes "it must be ..."
     * @param whenWrong a stand-in
     * @param parse throws {@link IllegalArgumentException} when it cannot be read
     */
    public <U> ConfigValue<U> as(String what, U whenWrong, Function<T, U> parse) {
        return read(whenWrong, parse, wrong -> " cannot be used, it must be " + what, "correct it");
    }

    /**
     * As above, where the parser knows best what is wrong.
     *
     * @param remedy a sentence
     * @param parse throws {@link IllegalArgumentException} with the reason
     */
    public <U> ConfigValue<U> parsed(String remedy, U whenWrong, Function<T, U> parse) {
        return read(whenWrong, parse, wrong -> " cannot be used: " + wrong.getMessage(), remedy);
    }

    private <U> ConfigValue<U> read(
            U whenWrong, Function<T, U> parse, Function<IllegalArgumentException, String> problem, String remedy) {
        if (value.isEmpty()) {
            return new ConfigValue<>(source, place, Optional.empty(), faulty, whenWrong);
        }
        try {
            return new ConfigValue<>(source, place, Optional.of(parse.apply(value.get())), false, whenWrong);
        } catch (IllegalArgumentException wrong) {
            source.fault(place.line(), place.path(), "`" + value.get() + "`" + problem.apply(wrong), remedy);
            return faulty(source, place, whenWrong);
        }
    }
}
