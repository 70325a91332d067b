package io.pgbaton.sim.check;

/** A rule of safety, or the promise that all ends well, did not hold. */
public final class RuleBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    public RuleBroken(String rule, String message) {
        super(rule + ": " + message);
        this.rule = rule;
    }

    /** As in DESIGN section 3: R1, R1a, ... */
    public String rule() {
        return rule;
    }
}
