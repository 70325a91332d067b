package io.pgbaton.runtime.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Paths and who answers them. A part {@code {name}} of a path stands for any one part, a last part {@code *} for the
 * rest.
 */
public final class Routes {
    private final List<Route> all = new ArrayList<>();

    private record Route(HttpMethod method, List<String> parts, Consumer<Exchange> handler) {}

    /** What a request met: its handler, or the methods that the path has instead (none when the path is unknown). */
    record Match(Optional<Consumer<Exchange>> handler, Map<String, String> parameters, Set<String> methods) {}

    /** Answers HEAD too, without the body. */
    public Routes get(String path, Consumer<Exchange> handler) {
        on(HttpMethod.HEAD, path, handler);
        return on(HttpMethod.GET, path, handler);
    }

    public Routes post(String path, Consumer<Exchange> handler) {
        return on(HttpMethod.POST, path, handler);
    }

    public Routes on(HttpMethod method, String path, Consumer<Exchange> handler) {
        all.add(new Route(method, partsOf(path), handler));
        return this;
    }

    Match match(HttpMethod method, String path) {
        List<String> parts = partsOf(path);
        Set<String> methods = new TreeSet<>();
        for (Route route : all) {
            Optional<Map<String, String>> parameters = parameters(route.parts(), parts);
            if (parameters.isPresent() && route.method().equals(method)) {
                return new Match(Optional.of(route.handler()), parameters.get(), methods);
            }
            parameters.ifPresent(pathFits -> methods.add(route.method().name()));
        }
        return new Match(Optional.empty(), Map.of(), methods);
    }

    private static List<String> partsOf(String path) {
        return List.of(path.split("/", -1));
    }

    private static Optional<Map<String, String>> parameters(List<String> pattern, List<String> parts) {
        boolean open = pattern.get(pattern.size() - 1).equals("*");
        int fixed = open ? pattern.size() - 1 : pattern.size();
        if (open ? parts.size() <= fixed : parts.size() != fixed) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < fixed; i++) {
            String wanted = pattern.get(i);
            if (wanted.startsWith("{")) {
                found.put(wanted.substring(1, wanted.length() - 1), parts.get(i));
            } else if (!wanted.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
