package io.pgbaton.cli.show;

/** One field of a table. */
public record Cell(String text, Colour colour) {

    public static Cell of(Object value) {
        return new Cell(String.valueOf(value), Colour.PLAIN);
    }

    public static Cell of(Object value, Colour colour) {
        return new Cell(String.valueOf(value), colour);
    }
}
