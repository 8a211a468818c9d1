package org.stox.gateway.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** Draws messages between four lifelines as they happen: plain text, one line an arrow. */
final class Ladder {

    static final int PHONE = 0;
    static final int GATEWAY = 1;
    static final int SERVER = 2;
    static final int CLIENT = 3;

    private static final int FIRST = 6;
    private static final int SPACE = 23;
    private static final int LABEL = SPACE - 4;
    private static final List<String> NAMES = List.of("stox", "Prosody", "juliet");
    private static final List<String> ROLES = List.of("gateway", "XMPP server", "XMPP client");

    private final PrintWriter out;
    private boolean drawing;

    Ladder(PrintWriter out) {
        this.out = out;
    }

    /** From here on arrows are drawn; before, they are not. */
    synchronized void begin(String phone, String role) {
        drawing = true;
        phone(phone, role);
    }

    /** From here on the first lifeline is that of this one. */
    synchronized void phone(String name, String role) {
        line("");
        line(centred(with(name, NAMES)));
        line(centred(with(role, ROLES)));
    }

    private static List<String> with(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** From here on nothing is. */
    synchronized void end() {
        drawing = false;
    }

    /** What is about to happen. */
    synchronized void step(String title) {
        line(lifelines());
        line("- " + title + " " + "-".repeat(Math.max(0, FIRST + 3 * SPACE - TextWidth.of(title))));
        line(lifelines());
    }

    /** Whether it was seen, below its arrows. */
    synchronized void outcome(boolean seen, String what) {
        line((seen ? "  ok   " : "  FAILED   ") + what);
    }

    synchronized void arrow(int from, int to, String label) {
        if (drawing) {
            int left = Math.min(from, to);
            var text = TextWidth.cut(label, LABEL);
            int dashes = SPACE - 2 - TextWidth.of(text);
            var before = "-".repeat(dashes / 2);
            var after = "-".repeat(dashes - dashes / 2);
            var arrow = to > from ? before + text + after + ">" : "<" + before + text + after;
            var row = lifelines();
            int start = FIRST + left * SPACE + 1;
            line(row.substring(0, start) + arrow + row.substring(start + SPACE - 1));
        }
    }

    private void line(String text) {
        out.println(text.stripTrailing());
        out.flush();
    }

    private static String lifelines() {
        var row = new StringBuilder(" ".repeat(FIRST));
        for (int i = 0; i <= CLIENT; i++) {
            row.append('|').append(i < CLIENT ? " ".repeat(SPACE - 1) : "");
        }
        return row.toString();
    }

    private static String centred(List<String> words) {
        var row = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            int start = FIRST + i * SPACE - words.get(i).length() / 2;
            row.append(" ".repeat(Math.max(0, start - row.length()))).append(words.get(i));
        }
        return row.toString();
    }
}
