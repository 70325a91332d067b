package io.pgbaton.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * One request and its answer.
 *
 * @param parameters what stood for the {@code {name}} parts of the route's path
 */
public record Exchange(HttpServerRequest request, Map<String, String> parameters) {
    /** What a body may have at most. */
    public static final int MAX_BODY_BYTES = 64 << 10;

    public void json(int status, JsonObject body) {
        send(status, "application/json", body.encode());
    }

    public void text(int status, String body) {
        send(status, "text/plain; charset=utf-8", body);
    }

    /** The form that every refusal has. */
    public void refuse(int status, String reason) {
        json(status, new JsonObject().put("error", reason));
    }

    /**
     * Call it at once, before any other callback. Too long a body is answered here with 413, and the future never ends.
     */
    public Future<Buffer> body() {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        request.handler(chunk -> {
            if (read.length() + chunk.length() > MAX_BODY_BYTES) {
                request.handler(null);
                request.endHandler(null);
                refuse(413, "a body may have " + MAX_BODY_BYTES + " bytes at most");
                return;
            }
            read.appendBuffer(chunk);
        });
        request.endHandler(end -> whole.tryComplete(read));
        request.exceptionHandler(whole::tryFail);
        return whole.future();
    }

    public void send(int status, String type, String body) {
        if (request.response().ended() || request.response().closed()) {
            return; // the client has gone: nobody is there to be told
        }
        Buffer bytes = Buffer.buffer(body);
        HttpServerResponse response = request.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .putHeader("content-length", Integer.toString(bytes.length()))
                .putHeader("cache-control", "no-store");
        boolean head = HttpMethod.HEAD.equals(request.method());
        (head ? response.end() : response.end(bytes))
                .onFailure(gone -> request.connection().close());
    }
}
