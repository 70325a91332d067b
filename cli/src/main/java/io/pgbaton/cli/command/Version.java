package io.pgbaton.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    private static final String FILE = "/META-INF/maven/io.pgbaton/pgbaton-cli/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {"pgbaton " + build.getProperty("version", "(not from a jar)")};
    }
}
