package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.stox.protocol.xml.StreamError.Condition;

/** The words of XML in the bytes of one frame: names, white space, values and character data (XML 1.0 §2.3, §2.4, §3.3.3, §4.1). */
final class XmlTokens {

    private static final byte[] NONE = {};
    private static final byte[] SECTION = "<![CDATA[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECTION_END = "]]>".getBytes(StandardCharsets.US_ASCII);

    private final WordCache words = new WordCache();
    private byte[] b = NONE;
    private int p;
    private int end;
    private byte[] scratch = new byte[256];     // character data that is not simply a range of the frame, as UTF-8
    private int length;

    List<String> words() {
        return words.words();
    }

    void start(byte[] bytes, int from, int to) {
        b = bytes;
        p = from;
        end = to;
        length = 0;
    }

    /** Lets the frame go. */
    void stop() {
        b = NONE;
        p = 0;
        end = 0;
        if (scratch.length > 1 << 15) {
            scratch = new byte[256];
        }
    }

    int position() {
        return p;
    }

    boolean atEnd() {
        return p == end;
    }

    /** The byte here, 0 at the end of the frame. */
    byte peek() {
        return p < end ? b[p] : 0;
    }

    boolean at(byte[] word) {
        return p + word.length <= end && Arrays.equals(b, p, p + word.length, word, 0, word.length);
    }

    boolean take(byte[] word) {
        var found = at(word);
        p += found ? word.length : 0;
        return found;
    }

    void expect(char c) {
        require(p < end && b[p++] == c, "a character that may not stand there");
    }

    boolean space() {
        var from = p;
        while (p < end && (b[p] == ' ' || b[p] == '\n' || b[p] == '\t' || b[p] == '\r')) {
            p++;
        }
        return p > from;
    }

    /** A name without a colon. */
    void name() {
        require(p < end, "a name is missing");
        var c = character();
        require(XmlCharacters.isNameStart(c), "a name is missing");
        while (p < end) {
            var from = p;
            if (b[p] == ':' || !XmlCharacters.isName(character())) {
                p = from;
                return;
            }
        }
    }

    private int character() {
        if (b[p] >= 0) {
            return b[p++];
        }
        var c = XmlCharacters.decode(b, p, end);
        p += XmlCharacters.utf8Length(c);
        return c;
    }

    String word(int from, int to) {
        return words.word(b, from, to);
    }

    boolean same(int from, int to, int otherFrom, int otherTo) {
        return Arrays.equals(b, from, to, b, otherFrom, otherTo);
    }

    /** An attribute value with its quotes, normalised (XML 1.0 §3.3.3). */
    String value() {
        var quote = peek();
        require(quote == '"' || quote == '\'', "an attribute without quotes");
        var from = ++p;
        for (; p < end && b[p] != quote; p++) {
            if (b[p] == '&' || b[p] == '<' || b[p] < ' ') {
                return unusualValue(from, quote);
            }
        }
        require(p < end, "an attribute without end");
        return words.word(b, from, p++);
    }

    private String unusualValue(int from, byte quote) {
        length = 0;
        append(from, p);
        while (true) {
            require(p < end, "an attribute without end");
            var c = b[p];
            if (c == quote) {
                p++;
                return take();
            }
            if (c == '&') {
                reference();
            } else if (c == '\r' || c == '\n' || c == '\t') {
                p += c == '\r' && p + 1 < end && b[p + 1] == '\n' ? 2 : 1;
                append((byte) ' ');
            } else {
                require(c != '<', "an angle bracket in an attribute");
                plain();
            }
        }
    }

    /**
     * Character data up to markup. Gives it, if it stands there as it is and alone; otherwise it goes to the scratch, and what is given is
     * empty.
     */
    String text() {
        var from = p;
        var alone = length == 0;
        while (p < end && b[p] != '<') {
            var c = b[p];
            if (c >= ' ' && c != '&' && c != ']' || c == '\n' || c == '\t') {
                p++;
            } else if (c < 0) {
                p += XmlCharacters.utf8Length(XmlCharacters.decode(b, p, end));
            } else if (c == ']') {
                require(!at(SECTION_END), "the end of a section without its start");
                p++;
            } else {
                append(from, p);
                if (c == '&') {
                    reference();
                } else {
                    lineEnd();
                }
                from = p;
                alone = false;
            }
        }
        if (alone && !at(SECTION)) {
            return new String(b, from, p - from, StandardCharsets.UTF_8);
        }
        append(from, p);
        return "";
    }

    /** Whether a CDATA section starts here; goes to after its opening then. */
    boolean section() {
        return take(SECTION);
    }

    /** After the opening of a CDATA section, to after its end. */
    void sectionText() {
        while (!take(SECTION_END)) {
            require(p < end, "a section without end");
            if (b[p] == '\r') {
                lineEnd();
            } else {
                plain();
            }
        }
    }

    boolean hasScratch() {
        return length > 0;
    }

    /** The scratch as text; it is empty then. */
    String take() {
        var text = words.word(scratch, 0, length);
        length = 0;
        return text;
    }

    /** One character as it is. */
    private void plain() {
        var from = p;
        require(XmlCharacters.isCharacter(character()), "a character that XML forbids");
        append(from, p);
    }

    /** XML 1.0 §2.11. */
    private void lineEnd() {
        require(b[p] == '\r', "a character that XML forbids");
        p += p + 1 < end && b[p + 1] == '\n' ? 2 : 1;
        append((byte) '\n');
    }

    private void reference() {
        var from = ++p;
        while (p < end && b[p] != ';' && (b[p] == '#' || b[p] < 0 || XmlCharacters.isName(b[p]))) {
            p++;
        }
        require(p < end && b[p] == ';' && p > from, "a reference without end");
        var name = words.word(b, from, p++);
        var c = switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> numeric(name);
        };
        require(XmlCharacters.isCharacter(c), "a reference to a character that XML forbids");
        ensure(4);
        length = XmlCharacters.encode(c, scratch, length);
    }

    private static int numeric(String name) {
        if (name.charAt(0) != '#') {
            throw new StreamException(Condition.RESTRICTED_XML, "an entity reference");
        }
        var radix = name.startsWith("#x") ? 16 : 10;
        var from = radix == 16 ? 2 : 1;
        require(name.length() > from, "an empty reference");
        var c = 0;
        for (var i = from; i < name.length(); i++) {
            var digit = name.charAt(i) < 128 ? Character.digit(name.charAt(i), radix) : -1;
            require(digit >= 0, "a reference that is no number");
            c = Math.min(c * radix + digit, Character.MAX_CODE_POINT + 1);
        }
        return c;
    }

    private void append(byte c) {
        ensure(1);
        scratch[length++] = c;
    }

    private void append(int from, int to) {
        ensure(to - from);
        System.arraycopy(b, from, scratch, length, to - from);
        length += to - from;
    }

    private void ensure(int more) {
        if (length + more > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length + more, 2 * scratch.length));
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new StreamException(Condition.NOT_WELL_FORMED, otherwise);
        }
    }
}
