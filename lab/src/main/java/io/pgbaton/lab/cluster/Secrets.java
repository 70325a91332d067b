package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The passwords of one lab: random, each in a file that only root and the group of postgres can read. */
public final class Secrets {
    public static final List<String> ROLES = List.of("postgres", "replicator", "rewinder", "pgbaton", "app");
    private static final int BYTES = 12;

    private final Layout layout;

    public Secrets(Layout layout) {
        this.layout = layout;
    }

    public void create() {
        SecureRandom random = new SecureRandom();
        for (String role : ROLES) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            SystemUsers.secretFile(layout.secret(role), HexFormat.of().formatHex(bytes), PatroniMember.USER);
        }
    }

    public String of(String role) {
        try {
            return Files.readString(layout.secret(role)).strip();
        } catch (IOException e) {
            throw new LabException("cannot read the password of " + role + ": " + e.getMessage(), e);
        }
    }
}
