package io.pgbaton.lab.writer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** How an application connects: the first of its servers that answers, with short timeouts. */
public final class Login {
    private static final int PROBE_MILLIS = 150;
    private static final int ANSWER_MILLIS = 500;

    private final List<String> servers;
    private final Properties properties = new Properties();

    /** @param servers host:port, separated by commas, tried in that order */
    public Login(String servers, String password, String applicationName) {
        this.servers = List.of(servers.split(",", -1));
        properties.setProperty("user", "app");
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("socketTimeout", "1");
        properties.setProperty("cancelSignalTimeout", "1");
    }

    /** A TCP probe first: the driver's own timeouts are whole seconds, too coarse to measure an outage with. */
    public Connection connect() throws SQLException, IOException {
        IOException last = new IOException("no server");
        for (String server : servers) {
            try {
                probe(server);
                Connection made = DriverManager.getConnection("jdbc:postgresql://" + server + "/app", properties);
                made.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                return made;
            } catch (IOException unreachable) {
                last = unreachable;
            }
        }
        throw last;
    }

    private static void probe(String server) throws IOException {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(server.substring(colon + 1));
            socket.connect(new InetSocketAddress(server.substring(0, colon), port), PROBE_MILLIS);
        }
    }
}
