package io.pgbaton.cli.show;

/** ANSI colours by what they mean. */
public enum Colour {
    PLAIN(""),
    GOOD("32"),
    WARN("33"),
    ALARM("31;1"),
    STRONG("1"),
    DIM("2");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String paint(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
