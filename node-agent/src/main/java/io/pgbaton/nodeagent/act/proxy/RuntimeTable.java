package io.pgbaton.nodeagent.act.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables of the Runtime API, read by the names in their header: every release adds columns, some in the middle. Both
 * kinds start the header with "# "; "show stat" separates by commas, "show servers state" by blanks, after a line with
 * the version of its format.
 */
final class RuntimeTable {
    private RuntimeTable() {}

    /** @throws ProxyException UNEXPECTED_ANSWER without a header */
    static List<Map<String, String>> parse(String command, String text, String separator) throws ProxyException {
        List<Map<String, String>> rows = new ArrayList<>();
        String[] header = null;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# ")) {
                header = line.substring(2).split(separator, -1);
            } else if (header != null && !line.isBlank()) {
                rows.add(row(header, line.split(separator, -1)));
            }
        }
        if (header == null) {
            throw RuntimeAnswers.classify(command, text, ProxyFault.UNEXPECTED_ANSWER);
        }
        return rows;
    }

    private static Map<String, String> row(String[] header, String[] cells) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(header.length, cells.length); i++) {
            row.put(header[i], cells[i]);
        }
        return row;
    }

    /** @throws ProxyException UNEXPECTED_ANSWER when the column is not there or holds no number */
    static int number(String command, Map<String, String> row, String column) throws ProxyException {
        try {
            return Integer.parseInt(row.getOrDefault(column, "absent"));
        } catch (NumberFormatException e) {
            throw new ProxyException(
                    ProxyFault.UNEXPECTED_ANSWER,
                    "column " + column + " of " + command + " is " + row.getOrDefault(column, "absent"),
                    e);
        }
    }
}
