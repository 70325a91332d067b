package io.pgbaton.cli.doctor;

/**
 * What one check found.
 *
 * @param about what was looked at, in a word or two
 * @param sentence what is the case
 * @param nextStep what to do about it; empty where nothing is to be done
 */
public record Finding(Verdict verdict, String about, String sentence, String nextStep) {

    /** From good to bad. */
    public enum Verdict {
        OK,
        /** Could not be looked at from here, or whoever knows did not say. */
        UNKNOWN,
        WARN,
        FAULT
    }

    static Finding ok(String about, String sentence) {
        return new Finding(Verdict.OK, about, sentence, "");
    }

    static Finding unknown(String about, String sentence) {
        return new Finding(Verdict.UNKNOWN, about, sentence, "");
    }

    static Finding warn(String about, String sentence, String nextStep) {
        return new Finding(Verdict.WARN, about, sentence, nextStep);
    }

    static Finding fault(String about, String sentence, String nextStep) {
        return new Finding(Verdict.FAULT, about, sentence, nextStep);
    }
}
