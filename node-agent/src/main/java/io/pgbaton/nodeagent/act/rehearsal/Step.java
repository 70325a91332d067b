package io.pgbaton.nodeagent.act.rehearsal;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Something that a handover would do on this node, but for its effect.
 *
 * @param name in words of the contract: journal, etcd, address, postgres, interface, announcement, haproxy
 * @param director it is about; empty when it is about the node as a whole
 * @param work begun on the event loop; fails with the reason for people
 */
public record Step(String name, String director, Supplier<Future<?>> work) {}
