package io.pgbaton.lab.chaos.write;

import io.pgbaton.lab.writer.Login;
import io.pgbaton.lab.writer.WritePath;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * One connection of an application that numbers its rows. Whatever fails costs the connection, and the next row goes to the
 * next server. A number is never used twice, whatever became of its row.
 */
final class NumberedWriter {
    /** Of SQLSTATE: the server refused the statement as such and has written nothing. */
    private static final List<String> REFUSALS = List.of("25006", "57P03", "53300");

    private final WritePath path;
    private final List<Login> logins;
    private final Ledger ledger;
    private final LabClock clock;
    private final String insert;
    private long next;
    private int login;
    private Connection connection;

    /** @param first number of its first row; the others count up from it */
    NumberedWriter(WritePath path, List<Login> logins, Ledger ledger, LabClock clock, long first) {
        this.path = path;
        this.logins = logins;
        this.ledger = ledger;
        this.clock = clock;
        this.next = first;
        this.insert = "insert into " + ChaosTables.of(path) + " (id) values (?) returning member, timeline";
    }

    void writeOne() {
        long id = next++;
        if (connection == null && !connect()) {
            ledger.refused();
            return;
        }
        try {
            ledger.acknowledged(insert(id));
        } catch (SQLException e) {
            if (REFUSALS.contains(String.valueOf(e.getSQLState()))) {
                ledger.refused();
            } else {
                ledger.unknown();
            }
            drop();
        }
    }

    private boolean connect() {
        try {
            connection = logins.get(login).connect();
            return true;
        } catch (SQLException | IOException notHere) {
            login = (login + 1) % logins.size();
            return false;
        }
    }

    private Acknowledged insert(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, id);
            var sent = clock.now();
            try (ResultSet row = statement.executeQuery()) {
                var answered = clock.now();
                row.next();
                return new Acknowledged(path, id, row.getString(1), row.getInt(2), sent, answered);
            }
        }
    }

    private void drop() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyClosed) {
            // It is given up either way, and what became of its row is in the ledger.
            connection = null;
        }
        connection = null;
        login = (login + 1) % logins.size();
    }
}
