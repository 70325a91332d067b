package io.pgbaton.lab.writer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** Inserts one row at a time by one path; whatever fails costs the connection, and the next row makes a new one. */
final class Writer {
    private static final int PROBE_MILLIS = 150;
    private static final int ANSWER_MILLIS = 500;

    private final String servers;
    private final String insert;
    private final Properties login = new Properties();
    private final WriterJournal journal;
    private Connection connection;
    private long next;

    Writer(WritePath path, String servers, String password, WriterJournal journal) {
        this.servers = servers;
        this.insert = "insert into " + path.table() + " (id) values (?) returning current_setting('lab.member')";
        this.journal = journal;
        this.next = journal.lastAcknowledged() + 1;
        login.setProperty("user", "app");
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "writer-" + path.word());
        login.setProperty("connectTimeout", "1");
        login.setProperty("loginTimeout", "2");
        login.setProperty("socketTimeout", "1");
        login.setProperty("cancelSignalTimeout", "1");
    }

    void writeOne() {
        long id = next++;
        try {
            if (connection == null) {
                connection = connect();
            }
            journal.acknowledged(id, insert(id));
        } catch (SQLException | IOException e) {
            journal.failed(e);
            drop();
        }
    }

    private String insert(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** A TCP probe first: the driver's own timeouts are whole seconds, too coarse to measure an outage with. */
    private Connection connect() throws SQLException, IOException {
        IOException last = new IOException("no server");
        for (String server : List.of(servers.split(",", -1))) {
            try {
                probe(server);
                Connection made = DriverManager.getConnection("jdbc:postgresql://" + server + "/app", login);
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

    private void drop() {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("aborting a connection failed", e));
        } finally {
            connection = null;
        }
    }
}
