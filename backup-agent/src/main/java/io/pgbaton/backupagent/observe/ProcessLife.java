package io.pgbaton.backupagent.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the process of a run lives: a number comes again, a number with its start time does not. */
enum ProcessLife {
    /** The wrapper has not said yet which one it is. */
    UNTOLD,
    ALIVE,
    GONE;

    private static final Pattern PID = Pattern.compile("(\\d{1,10}) (\\d{1,20})\\s*");
    /** Field 22 of proc_pid_stat(5); the fields that follow the name in brackets begin with the third. */
    private static final int START_TIME = 22 - 3;

    static ProcessLife of(Path pidFile) throws IOException {
        Matcher told;
        try {
            told = PID.matcher(Files.readString(pidFile));
        } catch (NoSuchFileException none) {
            return UNTOLD;
        }
        if (!told.matches()) {
            // Half written: the next look finds it whole.
            return UNTOLD;
        }
        return told.group(2).equals(startTime(told.group(1))) ? ALIVE : GONE;
    }

    private static String startTime(String pid) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", pid, "stat"));
        } catch (IOException gone) {
            // No such file, or "No such process" while it is read.
            return "";
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean dead = fields[0].equals("Z") || fields[0].equals("X");
        return dead ? "" : fields[START_TIME];
    }
}
