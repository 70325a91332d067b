/**
 * Configuration files: readers by hand over positions in the YAML, so that every fault is told with its line and
 * remedy.
 */
package io.pgbaton.runtime.config;
