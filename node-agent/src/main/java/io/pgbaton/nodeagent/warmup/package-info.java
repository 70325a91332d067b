/** Handovers that are made up, so that the first real one meets nothing for the first time. */
package io.pgbaton.nodeagent.warmup;
