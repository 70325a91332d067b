/** What the agent does to the kernel: addresses with a lifetime, announcements, the end of sessions (R1). */
package io.pgbaton.nodeagent.act.kernel;
