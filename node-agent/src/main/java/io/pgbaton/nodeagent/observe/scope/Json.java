package io.pgbaton.nodeagent.observe.scope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pgbaton.runtime.etcd.Entry;

/** Values that others wrote: what is missing or not JSON reads as missing. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode of(Entry entry) {
        if (entry == null || entry.value().isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(entry.value());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
