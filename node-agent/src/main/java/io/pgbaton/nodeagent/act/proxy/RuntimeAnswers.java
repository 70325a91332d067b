package io.pgbaton.nodeagent.act.proxy;

import java.util.ArrayList;
import java.util.List;

/** HAProxy's words, understood in one place. Tried with 2.6.12; texts of cli.c, server.c and stream.c. */
final class RuntimeAnswers {
    private RuntimeAnswers() {}

    /**
     * Cuts what came back on one connection into one answer a command. Each answer ends with an empty line, and one
     * without text (a command that was done) is that empty line alone: so the cut is found by reading from the start,
     * not by splitting.
     *
     * @throws ProxyException BROKEN when there are fewer answers than commands
     */
    static List<String> cut(String text, int commands) throws ProxyException {
        List<String> answers = new ArrayList<>(commands);
        int from = 0;
        while (answers.size() < commands && from < text.length()) {
            if (text.charAt(from) == '\n') {
                answers.add("");
                from++;
                continue;
            }
            int end = text.indexOf("\n\n", from);
            if (end < 0) {
                break;
            }
            answers.add(text.substring(from, end));
            from = end + 2;
        }
        if (answers.size() < commands) {
            throw classify("the whole line", text.substring(from).strip(), ProxyFault.BROKEN);
        }
        return answers;
    }

    /** For commands that say nothing when they are done. */
    static void expectSilence(String command, String answer) throws ProxyException {
        if (!answer.isEmpty()) {
            throw classify(command, answer, ProxyFault.UNEXPECTED_ANSWER);
        }
    }

    static ProxyException classify(String command, String answer, ProxyFault otherwise) {
        String firstLine = answer.lines().findFirst().orElse("no answer");
        ProxyFault fault = otherwise;
        if (firstLine.startsWith("No such server")) {
            fault = ProxyFault.NO_SUCH_SERVER;
        } else if (firstLine.startsWith("No such backend") || firstLine.startsWith("Can't find backend")) {
            fault = ProxyFault.NO_SUCH_BACKEND;
        } else if (firstLine.startsWith("Permission denied")) {
            fault = ProxyFault.LEVEL_TOO_LOW;
        } else if (firstLine.startsWith("cannot change health on a tracking server")) {
            fault = ProxyFault.TRACKING;
        } else if (firstLine.startsWith("Proxy is disabled")) {
            fault = ProxyFault.OLD_WORKER;
        } else if (firstLine.startsWith("Can't find the target PID")) {
            fault = ProxyFault.WORKER_GONE;
        }
        return new ProxyException(fault, "HAProxy answered \"" + firstLine + "\" to: " + command);
    }
}
