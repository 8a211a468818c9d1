package org.stox.protocol.sip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The head of a message line by line, folded lines as one (RFC 3261 §7.3.1). Framer and reader both walk over it, so that no two
 * opinions exist about where a field begins. CR and LF stand in pairs or the head is faulty.
 */
final class HeadLines {

    private final byte[] octets;
    private final int to;
    private final int limit;
    private int next;
    private boolean folded;
    private boolean ascii;
    private boolean nul;
    private int valueFrom;

    /** First octet of the line, and the one after its last. */
    int from;
    int end;

    /** What is wrong with the head, once {@link #next} has said false; null if it ended with its empty line. */
    SipFault fault;

    HeadLines(byte[] octets, int from, int to, int limit) {
        this.octets = octets;
        this.to = to;
        this.limit = limit;
        this.next = from;
    }

    /** Goes to the next line; false at the empty line and at a fault. */
    boolean next() {
        from = next;
        folded = false;
        ascii = true;
        nul = false;
        int i = from;
        while (i < to) {
            byte b = octets[i];
            if (b >= ' ') {
                i++;
            } else if (b == '\r') {
                if (i + 1 == to) {
                    break;
                }
                if (octets[i + 1] != '\n') {
                    return faulty(400, "Bare CR in head");
                }
                end = i;
                next = i + 2;
                if (i == from) {
                    return false;
                }
                if (next == to || octets[next] != ' ' && octets[next] != '\t') {
                    return end - from <= limit || faulty(513, "Header field too large");
                }
                folded = true;
                i = next;
            } else if (b == '\n') {
                return faulty(400, "Bare LF in head");
            } else {
                ascii &= b >= 0;
                nul |= b == 0;
                i++;
            }
        }
        return i - from > limit ? faulty(513, "Header field too large") : faulty(400, "Head not complete");
    }

    private boolean faulty(int status, String reason) {
        fault = new SipFault(status, reason);
        return false;
    }

    /** Where the body begins, once {@link #next} has said false without fault. */
    int body() {
        return next;
    }

    /** The octets of the name: {@code from} to the position returned; -1 if the line has no proper name and colon. */
    int nameEnd() {
        int i = from;
        while (i < end && SipTokens.isTokenChar(octets[i])) {
            i++;
        }
        int nameEnd = i;
        while (i < end && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        valueFrom = i + 1;
        return nameEnd > from && i < end && octets[i] == ':' ? nameEnd : -1;
    }

    /** The value after a name, unfolded and trimmed. */
    String value() throws SipFault {
        return text(valueFrom);
    }

    /** The whole line, for the start line: that cannot be folded. */
    String line() throws SipFault {
        if (folded) {
            throw new SipFault(400, "Folded start line");
        }
        return text(from);
    }

    private String text(int begin) throws SipFault {
        int a = begin;
        int z = end;
        while (a < z && isBlank(octets[a])) {
            a++;
        }
        while (z > a && isBlank(octets[z - 1])) {
            z--;
        }
        String text = decoded(a, z);
        if (folded) {
            text = unfolded(text);
        }
        if (nul && !SipTokens.nulsAreQuoted(text)) {
            throw new SipFault(400, "NUL in head");
        }
        return text;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    @SuppressWarnings("deprecation")        // the one constructor that only copies: it is known to be ASCII
    private String decoded(int a, int z) throws SipFault {
        if (ascii) {
            return a == z ? "" : new String(octets, 0, a, z - a);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, a, z - a)).toString();
        } catch (CharacterCodingException e) {
            throw new SipFault(400, "Head is not UTF-8");
        }
    }

    /** Each line break, with the blanks around it, is one space. */
    private static String unfolded(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\r') {
                plain.append(c);
                continue;
            }
            int last = plain.length();
            while (last > 0 && (plain.charAt(last - 1) == ' ' || plain.charAt(last - 1) == '\t')) {
                last--;
            }
            plain.setLength(last);
            while (i + 1 < text.length() && isBlank((byte) text.charAt(i + 1)) && text.charAt(i + 1) < 128) {
                i++;
            }
            plain.append(' ');
        }
        return plain.toString();
    }
}
