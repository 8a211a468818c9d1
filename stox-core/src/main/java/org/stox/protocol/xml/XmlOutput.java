package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.stox.protocol.Octets;

/** Bytes of XML as they grow: escapes, UTF-8, and what the gate wants to know about them. */
public final class XmlOutput {

    /** Which characters of text are written otherwise than as they are; of a value, those and more. */
    private static final String[] IN_TEXT = new String[128];
    private static final String[] IN_VALUE = new String[128];

    static {
        IN_TEXT['&'] = "&amp;";
        IN_TEXT['<'] = "&lt;";
        IN_TEXT['>'] = "&gt;";
        IN_TEXT['\r'] = "&#13;";
        System.arraycopy(IN_TEXT, 0, IN_VALUE, 0, 128);
        IN_VALUE['"'] = "&quot;";
        IN_VALUE['\''] = "&apos;";
        IN_VALUE['\t'] = "&#9;";
        IN_VALUE['\n'] = "&#10;";
    }

    private byte[] b = new byte[512];
    private int length;
    private int replaced;
    private int reach;

    public int length() {
        return length;
    }

    /** Characters that XML forbids and that became U+FFFD. */
    public int replaced() {
        return replaced;
    }

    /** How far the stream must go before a reader that waits for twice a cut tag's bytes has looked at all tags. */
    public int reach() {
        return reach;
    }

    public Octets octets() {
        return Octets.of(b, 0, length);
    }

    @Override
    public String toString() {
        return new String(b, 0, length, StandardCharsets.UTF_8);
    }

    /** A tag has ended here. */
    void tagEnds(int start) {
        reach = Math.max(reach, start + 2 * (length - start));
    }

    XmlOutput raw(char ascii) {
        ensure(1);
        b[length++] = (byte) ascii;
        return this;
    }

    /** Names and what is escaped already. */
    public XmlOutput raw(String text) {
        var count = text.length();
        ensure(3 * count);
        for (var i = 0; i < count; i++) {
            var c = text.charAt(i);
            if (c < 0x80) {
                b[length++] = (byte) c;
            } else {
                i += character(text, i);
            }
        }
        return this;
    }

    XmlOutput text(String text) {
        return escaped(text, IN_TEXT);
    }

    public XmlOutput value(String text) {
        return escaped(text, IN_VALUE);
    }

    private XmlOutput escaped(String text, String[] escapes) {
        var count = text.length();
        ensure(3 * count);              // an escape makes room for itself
        for (var i = 0; i < count; i++) {
            var c = text.charAt(i);
            if (c < 0x80 && c >= ' ' && escapes[c] == null) {
                b[length++] = (byte) c;
            } else if (c < 0x80 && escapes[c] != null) {
                raw(escapes[c]);
                ensure(3 * (count - i));
            } else {
                i += character(text, i);
            }
        }
        return this;
    }

    /** Gives the chars that it took beyond one. */
    private int character(String text, int i) {
        var c = text.codePointAt(i);
        var more = Character.charCount(c) - 1;
        if (!XmlCharacters.isCharacter(c)) {
            replaced++;
            c = XmlCharacters.REPLACEMENT;
        }
        length = XmlCharacters.encode(c, b, length);
        return more;
    }

    private void ensure(int more) {
        if (length + more > b.length) {
            b = Arrays.copyOf(b, Math.max(length + more, 2 * b.length));
        }
    }
}
