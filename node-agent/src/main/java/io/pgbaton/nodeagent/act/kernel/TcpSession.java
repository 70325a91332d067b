package io.pgbaton.nodeagent.act.kernel;

import java.net.InetSocketAddress;

/** A TCP connection of a client with a local address. */
public record TcpSession(InetSocketAddress remote, int localPort) {}
