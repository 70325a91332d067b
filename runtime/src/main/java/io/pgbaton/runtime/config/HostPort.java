package io.pgbaton.runtime.config;

/** Where something listens: a name or an address, and a port. An IPv6 address is written in brackets. */
public record HostPort(String host, int port) {
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        int port = Integer.parseInt(text.substring(colon + 1));
        boolean ambiguous = !bracketed && bare.indexOf(':') >= 0;
        if (bare.isBlank() || ambiguous || port < 0 || port > 65535) {
            throw new IllegalArgumentException(text);
        }
        return new HostPort(bare, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
