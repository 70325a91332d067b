package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;

/** The users of the machine that the lab's programs run as, and the files that belong to them. */
public final class SystemUsers {
    private SystemUsers() {}

    public static String groupOf(String user) {
        return Shell.run("id", "-gn", user).orFail().strip();
    }

    /** Creates the folder with its parents; the last part belongs to the user. Mode as in rwxr-x---. */
    public static Path folder(Path folder, String user, String mode) {
        try {
            Files.createDirectories(folder);
            own(folder, user, mode);
            return folder;
        } catch (IOException e) {
            throw new LabException("cannot create the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file so that nobody but root and the user's group ever could read it. */
    public static Path secretFile(Path file, String content, String user) {
        return file(file, content, user, "rw-r-----");
    }

    public static Path file(Path file, String content, String user, String mode) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, content);
            own(file, user, mode);
            return file;
        } catch (IOException e) {
            throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void own(Path path, String user, String mode) throws IOException {
        UserPrincipalLookupService lookup = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        view.setOwner(lookup.lookupPrincipalByName(user));
        view.setGroup(lookup.lookupPrincipalByGroupName(groupOf(user)));
        view.setPermissions(PosixFilePermissions.fromString(mode));
    }

    /** Whether the users that the daemons run as can reach the folder. */
    public static List<Path> closedToOthers(Path folder) {
        return java.util.stream.Stream.iterate(folder, at -> at != null, Path::getParent)
                .filter(Files::exists)
                .filter(SystemUsers::isClosed)
                .toList();
    }

    private static boolean isClosed(Path folder) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                    .endsWith("x");
        } catch (IOException e) {
            throw new LabException("cannot read the permissions of " + folder + ": " + e.getMessage(), e);
        }
    }
}
