package io.pgbaton.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The page on which a backup agent tells what is in its repository: two full backups of system identifier 77. */
record ToldBackups(HttpServer server) implements AutoCloseable {
    private static final String PAGE =
            """
            {"node":"bk","stanzas":[{"stanza":"demo","scope":"service/demo","readAt":"2026-11-22T08:00:00Z",
              "archives":[{"repo":1,"min":"000000010000000000000003","max":"000000010000000000000019"}],
              "archiveLooks":[{"repo":1,"fault":"it was not listed yet"}],
              "backups":[
                {"label":"20261120-220000F","repo":1,"stop":"2026-11-20T22:10:00Z","stopLsn":"0/4000100","bytes":1000,
                  "systemIdentifier":"77"},
                {"label":"20261121-220000F","repo":1,"stop":"2026-11-21T22:10:00Z","stopLsn":"0/9000100","bytes":2000,
                  "systemIdentifier":"77"}]}]}
            """;

    static ToldBackups serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/backups", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new ToldBackups(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
