package io.pgbaton.nodeagent.act.proxy;

/** HAProxy could not be asked, or refused. The detail names socket or command and HAProxy's own words. */
public final class ProxyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProxyFault fault;

    public ProxyException(ProxyFault fault, String detail) {
        super(fault + ": " + detail);
        this.fault = fault;
    }

    public ProxyException(ProxyFault fault, String detail, Throwable cause) {
        super(fault + ": " + detail, cause);
        this.fault = fault;
    }

    public ProxyFault fault() {
        return fault;
    }
}
