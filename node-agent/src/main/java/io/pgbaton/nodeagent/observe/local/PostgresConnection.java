package io.pgbaton.nodeagent.observe.local;

import io.pgbaton.runtime.secret.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** One connection that is kept open and opened again when it broke. Used from one thread. */
public final class PostgresConnection implements AutoCloseable {
    private final String url;
    private final Properties properties = new Properties();
    private Connection connection;

    /** @param socketTimeoutSeconds bound on every answer; the connection is dropped when it is over */
    public PostgresConnection(
            String url, String user, Optional<Secret> password, String applicationName, int socketTimeoutSeconds) {
        this.url = url;
        properties.setProperty("user", user);
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("socketTimeout", Integer.toString(socketTimeoutSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        // One short statement again and again: the simple protocol needs one round trip and no server-side state.
        properties.setProperty("preferQueryMode", "simple");
    }

    Connection open() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = DriverManager.getConnection(url, properties);
        }
        return connection;
    }

    /**
     * The same, after one round trip that shows that it still lives: a restart of PostgreSQL breaks a connection, and only
     * who uses it finds out.
     */
    public Connection openAlive() throws SQLException {
        if (connection != null && !connection.isValid(1)) {
            drop();
        }
        return open();
    }

    /** Forgets a connection that failed; the next {@link #open} makes another. */
    public void drop() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException alreadyBroken) {
            // It is being thrown away because it is broken.
        }
        connection = null;
    }

    @Override
    public void close() {
        drop();
    }
}
