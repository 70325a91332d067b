package io.pgbaton.nodeagent.config;

import java.net.InetAddress;

/**
 * An address this agent may carry.
 *
 * @param name of the director, unique within the scope
 * @param address /32 or /128 always (R1d); the prefix is checked and not kept
 */
public record AddressConfig(String name, InetAddress address, String networkInterface) {}
