package io.pgbaton.lab.verify;

/**
 * One test as Surefire reported it.
 *
 * @param part the run it belongs to: unit or scenarios
 * @param detail why it failed or was skipped, one line
 */
record TestCaseResult(
        String part, String module, String type, String name, double seconds, Outcome outcome, String detail) {
    String fullName() {
        return type + "." + name;
    }

    String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }
}
