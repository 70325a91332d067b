/** The Linux kernel as the agent sees it: sockets, netlink messages, clock and capabilities, by JNA (docs: netlink(7)). */
package io.pgbaton.nodeagent.kernel;
