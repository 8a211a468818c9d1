package org.stox.protocol.sip;

import java.util.Arrays;

import org.stox.protocol.Ascii;

/**
 * A TCP or TLS stream cut into messages (RFC 3261 §18.3, RFC 5626 §3.5.1). One a connection; not for several threads. After the
 * first failure nothing more is read: what follows a broken message is never taken for a request.
 */
public final class SipFramer {

    private static final byte[] NOTHING = new byte[0];

    private final SipLimits limits;
    private byte[] held = NOTHING;          // what came and is not handed out yet: at most one incomplete message
    private int size;
    private int scanned;                    // octets of it in which the end of the head was looked for
    private int line;                       // where the line begins that is being looked at
    private int total;                      // octets of the message, once its head is complete
    private boolean lineBreak;              // one CRLF between messages was seen
    private boolean broken;

    /** Takes what was found, in order. */
    public interface Sink {

        /** One complete message. The array is the framer's or the caller's: read it before returning. */
        void message(byte[] octets, int from, int to);

        /** Double CRLF: the peer wants one CRLF back (RFC 5626 §4.4.1). */
        void ping();

        /** The stream is broken: answer if there is a request to answer, then close the connection. Called once at most. */
        void broken(SipCodec.Reading.Bad bad);
    }

    public SipFramer(SipLimits limits) {
        this.limits = limits;
    }

    public void feed(byte[] octets, int from, int to, Sink sink) {
        if (broken || from == to) {
            return;
        }
        if (size == 0) {
            int used = consume(octets, from, to, sink);
            hold(octets, used, to);
            return;
        }
        hold(octets, from, to);
        int used = consume(held, 0, size, sink);
        if (!broken) {
            System.arraycopy(held, used, held, 0, size - used);
            size -= used;
            release();
        }
    }

    /** A message has begun and is not complete: run the timer of 30 s. */
    public boolean pending() {
        return size > 0;
    }

    private void hold(byte[] octets, int from, int to) {
        if (broken || from == to) {
            return;
        }
        int wanted = size + to - from;
        if (wanted > held.length) {
            held = Arrays.copyOf(held, Math.max(wanted, Math.min(2 * held.length, limits.message() + 1)));
        }
        System.arraycopy(octets, from, held, size, to - from);
        size = wanted;
    }

    /** A connection that is idle keeps no buffer. */
    private void release() {
        if (size == 0) {
            held = NOTHING;
        }
    }

    /** Hands out what is complete; returns the position of the rest. */
    private int consume(byte[] octets, int from, int to, Sink sink) {
        int at = from;
        while (at < to && !broken) {
            if (scanned == 0 && (octets[at] == '\r' || octets[at] == '\n')) {
                if (octets[at] == '\r' && at + 1 == to) {
                    return at;
                }
                if (octets[at] != '\r' || octets[at + 1] != '\n') {
                    fail(octets, at, to, new SipFault(400, "Bare CR or LF between messages"), sink);
                    return to;
                }
                at += 2;
                if (lineBreak) {
                    sink.ping();
                }
                lineBreak = !lineBreak;
                continue;
            }
            lineBreak = false;
            if (total == 0 && !head(octets, at, to, sink)) {
                return at;
            }
            if (to - at < total) {
                return at;
            }
            sink.message(octets, at, at + total);
            at += total;
            scanned = 0;
            line = 0;
            total = 0;
        }
        return at;
    }

    /** Looks for the end of the head, from where it stopped last time. True once the length of the message is known. */
    private boolean head(byte[] octets, int from, int to, Sink sink) {
        int i = from + scanned;
        while (i < to) {
            byte b = octets[i];
            if (b == '\r') {
                if (i + 1 == to) {
                    break;
                }
                if (octets[i + 1] != '\n') {
                    return fail(octets, from, to, new SipFault(400, "Bare CR in head"), sink);
                }
                if (i == from + line) {
                    return length(octets, from, i + 2, sink);
                }
                i += 2;
                line = i - from;
                continue;
            }
            if (b == '\n') {
                return fail(octets, from, to, new SipFault(400, "Bare LF in head"), sink);
            }
            i++;
        }
        scanned = i - from;
        if (scanned - line > limits.header()) {
            return fail(octets, from, to, new SipFault(513, "Header field too large"), sink);
        }
        if (scanned > limits.message()) {
            return fail(octets, from, to, new SipFault(513, "Message Too Large"), sink);
        }
        return false;
    }

    /** On a stream there is exactly one Content-Length (§18.3, §20.14), or no one can say where the message ends. */
    private boolean length(byte[] octets, int from, int bodyFrom, Sink sink) {
        var lines = new HeadLines(octets, from, bodyFrom, limits.message());
        String length = null;
        try {
            lines.next();                   // the start line
            while (lines.next()) {
                int nameEnd = lines.nameEnd();
                if (nameEnd < 0) {
                    throw new SipFault(400, "Bad header line");
                }
                if (isContentLength(octets, lines.from, nameEnd)) {
                    if (length != null) {
                        throw new SipFault(400, "Repeated Content-Length");
                    }
                    length = lines.value();
                }
            }
            if (length == null) {
                throw new SipFault(400, "Missing Content-Length");
            }
            if (!Ascii.isDigits(length) || length.length() > 9) {
                throw new SipFault(400, "Bad Content-Length");
            }
            if (bodyFrom - from + Integer.parseInt(length) > limits.message()) {
                throw new SipFault(513, "Message Too Large");
            }
            total = bodyFrom - from + Integer.parseInt(length);
            scanned = total;
            return true;
        } catch (SipFault f) {
            return fail(octets, from, bodyFrom, f, sink);
        }
    }

    private static boolean isContentLength(byte[] octets, int from, int to) {
        int length = to - from;
        return (length == 1 || length == 14) && HeaderRule.of(octets, from, to).rule() == HeaderRule.CONTENT_LENGTH;
    }

    private boolean fail(byte[] octets, int from, int to, SipFault fault, Sink sink) {
        broken = true;
        var bad = new SipReader(octets, from, to, limits).bad(fault.status(), fault.reason());
        held = NOTHING;
        size = 0;
        sink.broken(bad);
        return false;
    }
}
