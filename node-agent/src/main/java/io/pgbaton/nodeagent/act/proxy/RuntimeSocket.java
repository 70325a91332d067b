package io.pgbaton.nodeagent.act.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One line to a HAProxy socket, its answers read to their end. A connection a line: HAProxy serves it in 0.1 ms, and a
 * kept connection would stay with the old worker after a reload. The answers must be read to the end of the stream,
 * because HAProxy drops the commands that it has not run yet when the other side closes.
 */
final class RuntimeSocket {
    /** tune.bufsize is 16 KiB by default and a longer line is refused; half of it leaves room for smaller settings. */
    static final int LONGEST_LINE = 8 * 1024;

    private final Path path;
    private final Limits limits;

    /**
     * @param timeoutMillis from the opening of the connection to the last byte of the answer
     * @param answerBytes the longest answer that is read
     * @param halfClose the master socket waits for more lines unless its client says that none will come; a worker's
     *     closes by itself after one line
     */
    record Limits(long timeoutMillis, int answerBytes, boolean halfClose) {}

    RuntimeSocket(Path path, Limits limits) {
        this.path = path;
        this.limits = limits;
    }

    Path path() {
        return path;
    }

    /** Sends the commands in one line and gives their answers back, in order, without their closing empty lines. */
    List<String> run(List<String> commands) throws ProxyException {
        String line = String.join("; ", commands) + "\n";
        if (line.length() > LONGEST_LINE) {
            throw new ProxyException(ProxyFault.TOO_LARGE, commands.size() + " commands in one line to " + path);
        }
        return RuntimeAnswers.cut(exchange(line), commands.size());
    }

    private String exchange(String line) throws ProxyException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis());
        try (SocketChannel channel = connect();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            send(channel, key, StandardCharsets.US_ASCII.encode(line), deadline);
            return receive(channel, key, deadline);
        } catch (IOException e) {
            throw new ProxyException(ProxyFault.BROKEN, "talking to " + path, e);
        }
    }

    /** A connect to a unix socket never waits for the peer, only for room in its backlog; without room it fails. */
    private SocketChannel connect() throws ProxyException {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ProxyException(connectFault(), path + " (" + e.getMessage() + ")", e);
        }
    }

    /** Asked of the file system, because the JDK tells these apart only by the text of the exception. */
    private ProxyFault connectFault() {
        if (Files.notExists(path)) {
            return ProxyFault.SOCKET_MISSING;
        }
        return Files.isWritable(path) ? ProxyFault.NOBODY_LISTENS : ProxyFault.PERMISSION_DENIED;
    }

    private void send(SocketChannel channel, SelectionKey key, ByteBuffer bytes, long deadline)
            throws IOException, ProxyException {
        while (bytes.hasRemaining()) {
            awaitReady(key, deadline);
            channel.write(bytes);
        }
        if (limits.halfClose()) {
            channel.shutdownOutput();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private String receive(SocketChannel channel, SelectionKey key, long deadline) throws IOException, ProxyException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (true) {
            awaitReady(key, deadline);
            int read = channel.read(buffer.clear());
            if (read < 0) {
                return answer.toString(StandardCharsets.ISO_8859_1);
            }
            answer.write(buffer.array(), 0, read);
            if (answer.size() > limits.answerBytes()) {
                throw new ProxyException(
                        ProxyFault.TOO_LARGE, "more than " + limits.answerBytes() + " bytes from " + path);
            }
        }
    }

    private void awaitReady(SelectionKey key, long deadline) throws IOException, ProxyException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || key.selector().select(left) == 0) {
            throw new ProxyException(
                    ProxyFault.TIMEOUT, "no whole answer within " + limits.timeoutMillis() + " ms from " + path);
        }
        key.selector().selectedKeys().clear();
    }
}
