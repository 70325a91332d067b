package io.pgbaton.cli.chain;

/**
 * One thing that is wrong.
 *
 * @param sequence of the record that is meant, -1 when it has none; of one that is missing, the number it had
 * @param at the record that is meant, or the one that came instead of it
 */
public record Finding(Fault fault, long sequence, Link at, String sentence) {

    static Finding of(Fault fault, Link at, String sentence) {
        return new Finding(fault, at.sequence(), at, sentence);
    }
}
