package io.pgbaton.runtime.etcd;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay in front of one endpoint, so that a test can cut one client off while others go on. */
final class Relay implements AutoCloseable {
    private final Vertx vertx;
    private final URI target;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final NetClient client;
    private final NetServer server;
    private volatile boolean cut;
    private volatile String lost = "";

    Relay(Vertx vertx, String endpoint) {
        this.vertx = vertx;
        this.target = URI.create(endpoint);
        this.client = vertx.createNetClient();
        this.server = EtcdClient.answer(
                vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    void cut() {
        cut = true;
        open.forEach(NetSocket::close);
    }

    /** The next request in which these words are never arrives, and its connection ends. */
    void loseOnce(String words) {
        lost = words;
    }

    /** Whether it has been lost. */
    boolean hasLost() {
        return lost.isEmpty();
    }

    void heal() {
        cut = false;
    }

    @Override
    public void close() {
        EtcdClient.answer(server.close());
        EtcdClient.answer(client.close());
        EtcdClient.answer(vertx.close());
    }

    private void accept(NetSocket inside) {
        if (cut) {
            inside.close();
            return;
        }
        inside.pause();
        client.connect(target.getPort(), target.getHost())
                .onFailure(refused -> inside.close())
                .onSuccess(outside -> join(inside, outside));
    }

    private void join(NetSocket inside, NetSocket outside) {
        open.add(inside);
        inside.closeHandler(nothing -> {
            open.remove(inside);
            outside.close();
        });
        outside.closeHandler(nothing -> inside.close());
        outside.handler(inside::write);
        inside.handler(data -> {
            if (!lost.isEmpty() && data.toString(StandardCharsets.ISO_8859_1).contains(lost)) {
                lost = "";
                inside.close();
            } else {
                outside.write(data);
            }
        });
        inside.resume();
    }
}
