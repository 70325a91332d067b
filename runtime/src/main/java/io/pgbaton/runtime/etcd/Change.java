package io.pgbaton.runtime.etcd;

import java.util.Optional;

/**
 * What became of one key.
 *
 * @param before empty when the key was not there
 * @param after empty when the key is not there any more
 */
public record Change(String key, Optional<Entry> before, Optional<Entry> after) {}
