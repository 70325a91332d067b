package io.pgbaton.nodeagent.observe.scope;

import io.pgbaton.runtime.etcd.Entry;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Collectors;

/** A value that somebody else wrote: what is missing, not JSON, or of another type reads as missing. */
final class Json {
    private final JsonObject object;

    private Json(JsonObject object) {
        this.object = object;
    }

    static Json of(Entry entry) {
        if (entry == null || entry.value().isEmpty()) {
            return new Json(new JsonObject());
        }
        try {
            return new Json(new JsonObject(entry.value()));
        } catch (DecodeException notAnObject) {
            return new Json(new JsonObject());
        }
    }

    /** Numbers and booleans as text too; empty when missing. */
    String text(String key) {
        Object value = object.getValue(key);
        return value == null ? "" : value.toString();
    }

    long number(String key) {
        return number(key, 0);
    }

    long number(String key, long missing) {
        return object.getValue(key) instanceof Number number ? number.longValue() : missing;
    }

    /** Patroni writes YAML's booleans into JSON: only true is true. */
    boolean flag(String key) {
        return Boolean.TRUE.equals(object.getValue(key));
    }

    boolean hasAny() {
        return !object.isEmpty();
    }

    /** An object below, empty when it is none. */
    Json below(String key) {
        return new Json(object.getValue(key) instanceof JsonObject child ? child : new JsonObject());
    }

    Map<String, String> texts() {
        return object.stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }
}
