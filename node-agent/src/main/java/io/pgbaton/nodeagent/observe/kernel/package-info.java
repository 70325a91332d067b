/** What the agent hears from the kernel and from its neighbours about addresses. */
package io.pgbaton.nodeagent.observe.kernel;
