/**
 * etcd as pgbaton uses it: transactions, leases and hedged watches on one connection a member.
 *
 * <p>Built on jetcd's generated gRPC stubs rather than on its client, whose retries, round robin and resumption of
 * watches cannot be bounded from outside (docs/adr/0001). Everything runs on one Vert.x context; only gRPC's callbacks
 * come from elsewhere and hop there at once.
 */
package io.pgbaton.runtime.etcd;
