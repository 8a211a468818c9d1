package org.stox.protocol.xml;

import java.util.Arrays;

import org.stox.protocol.xml.StreamError.Condition;

/**
 * Cuts the bytes of a stream into header, stanzas and end (RFC 6120 §4.2), wherever the reads were cut. It follows no more of XML than
 * where an element ends: that a frame is well-formed is for {@link XmlReader} to find. What RFC 6120 §11.1 forbids is refused here, and
 * a stanza over a limit is skipped in constant memory.
 *
 * <p>One class, because it is one automaton: what it keeps between two bytes is the state, the depth and the bytes of the frame.
 */
public final class XmlFramer {

    /** Takes what was found; the ranges are only good during the call. */
    public interface Frames {

        /** XML declaration, if there is one, and the open tag of the stream. */
        void header(byte[] bytes, int from, int to);

        /** One complete top-level element. */
        void stanza(byte[] bytes, int from, int to);

        /** A top-level element that was over a limit and is gone: its open tag, reduced to the attributes of a stanza. */
        void skipped(byte[] bytes, int from, int to);

        /** The end tag of the stream. */
        void end();
    }

    private enum State { START, FIRST_LT, DECL, TEXT, LT, TAG, SLASH, APOS, QUOT, CLOSE, BANG, CDATA, ENDED }

    private static final byte[] NONE = {};
    private static final byte[] CDATA_OPEN = {'[', 'C', 'D', 'A', 'T', 'A', '['};
    private static final int KEEP_BUFFER = 32 << 10;

    private final XmlLimits limits;
    private final SkippedTag skipped = new SkippedTag();
    private State state = State.START;
    private int depth;                  // open elements, the stream being the first
    private int matched;                // bytes of a keyword or of an end that were seen
    private int attributes;             // of this tag
    private int valueStart;             // of this attribute, from the frame's start
    private boolean skipping;           // the stanza is over a limit, its bytes are not kept
    private long dropped;               // bytes of it
    private byte[] streamName = NONE;   // as written in the header, which the end tag must repeat

    private byte[] held = NONE;         // the frame so far, from earlier reads
    private int heldLength;
    private byte[] bytes = NONE;        // what is being scanned
    private int frame;                  // where the frame starts in it

    public XmlFramer(XmlLimits limits) {
        this.limits = limits;
    }

    /** Throws {@link StreamException} where the stream cannot go on; what was complete before that has been handed out. */
    public void feed(byte[] input, int offset, int length, Frames frames) {
        var from = offset;
        var to = offset + length;
        bytes = input;
        frame = offset;
        if (heldLength > 0) {
            from = heldLength;
            to = heldLength + length;
            hold(input, offset, length);
            bytes = held;
            frame = 0;
        }
        try {
            scan(from, to, frames);
            keep(to);
        } catch (StreamException e) {
            state = State.ENDED;
            throw e;
        } finally {
            bytes = NONE;
        }
    }

    /** Whether something has begun that more bytes must complete: a peer may not stay there for ever. */
    public boolean pending() {
        return state != State.ENDED && (depth > 1 || state != State.START && state != State.TEXT);
    }

    private void scan(int from, int to, Frames frames) {
        var b = bytes;
        for (var p = from; p < to; p++) {
            var c = b[p];
            switch (state) {
                case START -> start(c);
                case FIRST_LT -> firstTag(c);
                case DECL -> declaration(c);
                case TEXT -> {
                    if (depth > 1) {
                        while (c != '<' && ++p < to) {
                            c = b[p];
                        }
                    }
                    if (p < to) {
                        text(c, p);
                    }
                }
                case LT -> tag(c);
                case TAG -> {
                    while ((c > '>' || c == ' ' || c == '=') && ++p < to) {
                        c = b[p];
                    }
                    if (p < to) {
                        inTag(c, p, frames);
                    }
                }
                case SLASH -> {
                    require(c == '>', "a slash in a tag");
                    depth++;
                    opened(p, frames);
                    closed(p, frames);
                }
                case APOS, QUOT -> {
                    var quote = state == State.APOS ? '\'' : '"';
                    while (c != quote && ++p < to) {
                        c = b[p];
                    }
                    if (p < to) {
                        valueEnd(p);
                    }
                }
                case CLOSE -> inEndTag(c, p, frames);
                case BANG -> bang(c);
                case CDATA -> cdata(c);
                case ENDED -> require(isSpace(c), "bytes after the end of the stream");
                default -> throw new AssertionError(state);
            }
        }
    }

    private void start(byte c) {
        if (c == 0 || c == (byte) 0xFE || c == (byte) 0xFF) {
            throw new StreamException(Condition.UNSUPPORTED_ENCODING, "only UTF-8");
        }
        require(c == '<' || isSpace(c), "no XML");
        state = c == '<' ? State.FIRST_LT : State.TEXT;
    }

    private void firstTag(byte c) {
        if (c == 0) {
            throw new StreamException(Condition.UNSUPPORTED_ENCODING, "only UTF-8");
        }
        if (c == '?') {
            matched = 0;
            state = State.DECL;
        } else {
            tag(c);
        }
    }

    private void declaration(byte c) {
        if (c == '>' && matched == 1) {
            state = State.TEXT;
        }
        matched = c == '?' ? 1 : 0;
    }

    private void text(byte c, int p) {
        if (c == '<') {
            if (depth == 1) {
                frame = p;
            }
            state = State.LT;
        } else if (depth < 2) {
            require(isSpace(c) || depth == 1 && (c < 0 || c > ' '), "text before the stream, or a control character");
            if (!isSpace(c)) {
                throw new StreamException(Condition.BAD_FORMAT, "text between stanzas");
            }
        }
    }

    /** After the opening angle bracket. */
    private void tag(byte c) {
        if (c == '/') {
            require(depth > 0, "an end tag without a start tag");
            matched = 0;
            state = State.CLOSE;
        } else if (c == '!') {
            matched = 0;
            state = State.BANG;
        } else if (c == '?') {
            throw new StreamException(Condition.RESTRICTED_XML, "a processing instruction");
        } else {
            require(c < 0 || XmlCharacters.isNameStart(c), "a tag without a name");
            attributes = 0;
            state = State.TAG;
            if (depth > limits.maxDepth()) {
                skip();
            }
        }
    }

    private void inTag(byte c, int p, Frames frames) {
        switch (c) {
            case '\'', '"' -> {
                state = c == '"' ? State.QUOT : State.APOS;
                valueStart = p + 1 - frame;
                if (++attributes > limits.maxAttributes() && depth > 0) {
                    skip();
                }
            }
            case '/' -> state = State.SLASH;
            case '>' -> {
                depth++;
                opened(p, frames);
                state = State.TEXT;
            }
            case '<' -> throw new StreamException(Condition.NOT_WELL_FORMED, "a tag in a tag");
            default -> { }
        }
    }

    private void valueEnd(int p) {
        state = State.TAG;
        if (!skipping && depth > 0 && p - frame - valueStart > limits.maxAttribute()) {
            skip();
        }
    }

    private void inEndTag(byte c, int p, Frames frames) {
        if (depth == 1) {
            if (matched < streamName.length) {
                require(c == streamName[matched++], "the end tag of another element");
                return;
            }
            require(c == '>' || isSpace(c), "the end tag of another element");
        }
        require(c != '<', "a tag in a tag");
        if (c == '>') {
            closed(p, frames);
        }
    }

    private void bang(byte c) {
        if (matched == 0 && c != '[') {
            throw new StreamException(Condition.RESTRICTED_XML, "a comment or a document type");
        }
        require(c == CDATA_OPEN[matched++], "an unknown section");
        if (matched == CDATA_OPEN.length) {
            if (depth < 2) {
                throw new StreamException(Condition.BAD_FORMAT, "text between stanzas");
            }
            matched = 0;
            state = State.CDATA;
        }
    }

    private void cdata(byte c) {
        if (c == '>' && matched == 2) {
            state = State.TEXT;
        }
        matched = c != ']' ? 0 : Math.min(matched + 1, 2);
    }

    /** An open tag is complete. */
    private void opened(int p, Frames frames) {
        if (depth == 1) {
            require(p + 1 - frame <= limits.maxHeader(), Condition.POLICY_VIOLATION, "the stream header is too long");
            streamName = nameOfLastTag(p);
            frames.header(bytes, frame, p + 1);
            frame = p + 1;
        }
    }

    /** The name in the tag that ends at p: found backwards, as the header may begin with a declaration. */
    private byte[] nameOfLastTag(int p) {
        var from = frame;
        for (var i = frame; i < p; i++) {           // the declaration has no other than its own
            if (bytes[i] == '<' && bytes[i + 1] != '?') {
                from = i + 1;
                break;
            }
        }
        var to = from;
        while (to < p && !isSpace(bytes[to]) && bytes[to] != '/') {
            to++;
        }
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** An element is complete. */
    private void closed(int p, Frames frames) {
        depth--;
        state = State.TEXT;
        if (depth == 0) {
            state = State.ENDED;
            frames.end();
        } else if (depth == 1) {
            if (!skipping && p + 1 - frame > limits.maxStanza()) {
                skip();
            }
            if (skipping) {
                drop(p + 1);
                skipping = false;
                frames.skipped(skipped.bytes(), 0, skipped.complete());
            } else {
                frames.stanza(bytes, frame, p + 1);
            }
            frame = p + 1;
        }
    }

    private void skip() {
        if (!skipping) {
            skipping = true;
            dropped = 0;
            skipped.reset();
        }
    }

    private void drop(int to) {
        dropped += to - frame;
        require(dropped <= limits.maxSkipped(), Condition.POLICY_VIOLATION, "the stanza is too long");
        skipped.add(bytes, frame, to);
        frame = to;
    }

    /** After a read: what belongs to a frame that is not complete is held. */
    private void keep(int to) {
        if (depth == 1 && state == State.TEXT || state == State.ENDED) {
            frame = to;
        } else if (depth == 0) {
            require(to - frame <= limits.maxHeader(), Condition.POLICY_VIOLATION, "the stream header is too long");
        } else if (to - frame > limits.maxStanza()) {
            skip();
        }
        if (skipping) {
            drop(to);
        }
        var length = to - frame;
        if (bytes == held) {
            if (frame > 0) {
                System.arraycopy(held, frame, held, 0, length);
            }
            heldLength = length;
        } else {
            heldLength = 0;
            hold(bytes, frame, length);
        }
        if (heldLength == 0 && held.length > KEEP_BUFFER) {
            held = NONE;
        }
    }

    private void hold(byte[] from, int offset, int length) {
        if (heldLength + length > held.length) {
            held = Arrays.copyOf(held, Math.max(heldLength + length, Math.max(512, 2 * held.length)));
        }
        System.arraycopy(from, offset, held, heldLength, length);
        heldLength += length;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static void require(boolean holds, String otherwise) {
        require(holds, Condition.NOT_WELL_FORMED, otherwise);
    }

    private static void require(boolean holds, Condition condition, String otherwise) {
        if (!holds) {
            throw new StreamException(condition, otherwise);
        }
    }
}
