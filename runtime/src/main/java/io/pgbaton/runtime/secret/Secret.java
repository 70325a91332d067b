package io.pgbaton.runtime.secret;

/**
 * A text that must not be seen (R12): it prints as {@code ***} wherever it is printed by accident. Whoever needs the
 * text asks for it by name, so that every place that does is found by a search for {@code reveal}.
 */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    public String reveal() {
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
