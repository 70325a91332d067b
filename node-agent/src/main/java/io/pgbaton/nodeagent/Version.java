package io.pgbaton.nodeagent;

final class Version {
    private Version() {}

    static String text() {
        return "dev";
    }
}
