package io.pgbaton.backupagent.restore;

/**
 * What a member is, once it is what it should be or cannot become it.
 *
 * @param fault one word, empty when all is well
 * @param detail a sentence about the fault
 */
public record Checked(Look look, String probeAnswer, String fault, String detail) {

    static Checked well(Look look) {
        return new Checked(look, "", "", "");
    }

    static Checked faulty(Look look, String fault, String detail) {
        return new Checked(look, "", fault, detail);
    }

    /** @param otherwise its name, when it has none of its own */
    public static Checked of(Throwable failure, String otherwise) {
        String sentence = String.valueOf(failure.getMessage());
        return faulty(Look.nobody(sentence), failure instanceof Unfit unfit ? unfit.name() : otherwise, sentence);
    }

    boolean isWell() {
        return fault.isEmpty();
    }
}
