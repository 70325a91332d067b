package io.pgbaton.lab.writer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Inserts one row at a time by one path; whatever fails costs the connection, and the next row makes a new one. */
final class Writer {
    private final String insert;
    private final Login login;
    private final WriterJournal journal;
    private Connection connection;
    private long next;

    Writer(WritePath path, String servers, String password, WriterJournal journal) {
        this.login = new Login(servers, password, "writer-" + path.word());
        this.insert = "insert into " + path.table() + " (id) values (?) returning current_setting('lab.member')";
        this.journal = journal;
        this.next = journal.lastAcknowledged() + 1;
    }

    void writeOne() {
        long id = next++;
        try {
            if (connection == null) {
                connection = login.connect();
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
