package org.stox.protocol.msrp;

import java.util.Arrays;

/**
 * The stream of a connection as events (RFC 4975 §7, §9). One a connection; not for several threads. Heads are buffered up to a limit, a
 * body is passed on as it comes. After the first failure nothing more is read: what follows a broken frame is never taken for a request.
 */
public final class MsrpReader {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] PROTOCOL = {'M', 'S', 'R', 'P', ' '};

    private final MsrpLimits limits;
    private byte[] line = NOTHING;      // of a line that is not complete
    private int size;
    private int headSize;
    private HeadReader head;            // of the message at hand; none between messages
    private BodyScanner body;           // none while the head is read
    private boolean skipping;           // the message at hand was refused
    private int otherBody;              // octets so far of a body that is not SEND's
    private boolean broken;

    /** Takes what was found, in order. */
    public interface Sink {

        /** The head of a request; {@code end} follows, with a body pieces before it. */
        void request(MsrpRequest head, boolean body);

        /** A piece of the body. The array is the caller's: use it before returning. */
        void body(byte[] octets, int from, int to);

        void end(Continuation continuation);

        void response(MsrpResponse response);

        /** A message that was skipped, or is being skipped. */
        void malformed(Malformed malformed);

        /** The stream is broken: close the connection. Called once at most. */
        void broken(String reason);

        /** Nothing more is wanted for now: asked after each event. */
        default boolean isHolding() {
            return false;
        }
    }

    public MsrpReader(MsrpLimits limits) {
        this.limits = limits;
    }

    /** Returns the position up to which it has read: all, unless the sink holds; the rest is to be fed again. */
    public int feed(byte[] octets, int from, int to, Sink sink) {
        int at = from;
        while (at < to && !broken && !sink.isHolding()) {
            at = body == null ? head(octets, at, to, sink) : body(octets, at, to, sink);
        }
        return at;
    }

    /** A message has begun and is not complete: run a timer. */
    public boolean pending() {
        return size > 0 || head != null;
    }

    /** Reads one line, or what there is of it; returns the position behind. */
    private int head(byte[] octets, int from, int to, Sink sink) {
        int lineFeed = from;
        while (lineFeed < to && octets[lineFeed] != '\n') {
            lineFeed++;
        }
        int end = Math.min(lineFeed + 1, to);
        headSize += end - from;
        if (headSize > limits.head()) {
            tooLarge(sink);
            return to;
        }
        if (lineFeed == to) {
            hold(octets, from, to);
            if (head == null && !isPrefix()) {
                fail("Not MSRP", sink);
            }
        } else if (size == 0) {
            line(octets, from, end, sink);
        } else {
            hold(octets, from, end);
            int length = size;
            size = 0;
            line(line, 0, length, sink);
        }
        return end;
    }

    private void hold(byte[] octets, int from, int to) {
        int wanted = size + to - from;
        if (wanted > line.length) {
            line = Arrays.copyOf(line, Math.max(wanted, Math.min(2 * line.length, limits.head())));
        }
        System.arraycopy(octets, from, line, size, to - from);
        size = wanted;
    }

    private boolean isPrefix() {
        int length = Math.min(size, PROTOCOL.length);
        return Arrays.equals(line, 0, length, PROTOCOL, 0, length) || size == 1 && line[0] == '\r';
    }

    private void line(byte[] octets, int from, int to, Sink sink) {
        int end = to - 2;
        if (end < from || octets[end] != '\r') {
            fail("Bare LF in head", sink);
            return;
        }
        if (head == null) {
            start(octets, from, end, sink);
        } else if (end == from) {
            body = new BodyScanner(head.transaction());
            headDone(true, sink);
        } else {
            var continuation = head.end(octets, from, end);
            if (continuation.isPresent()) {
                headDone(false, sink);
                end(continuation.get(), sink);
            } else {
                head.header(octets, from, end, limits.headers());
            }
        }
    }

    /** Empty lines between messages are let pass: some peers keep a connection alive with them. */
    private void start(byte[] octets, int from, int to, Sink sink) {
        if (from == to) {
            headSize = 0;
            return;
        }
        try {
            head = new HeadReader(HeadReader.text(octets, from, to));
        } catch (MsrpSyntaxException e) {
            fail(e.getMessage(), sink);
        }
    }

    private void headDone(boolean withBody, Sink sink) {
        var result = head.result(withBody);
        skipping = !(result instanceof HeadReader.Result.Request);
        line = NOTHING;
        if (result instanceof HeadReader.Result.Request r) {
            sink.request(r.request(), withBody);
        } else if (result instanceof HeadReader.Result.Response r) {
            sink.response(r.response());
        } else if (result instanceof HeadReader.Result.Bad b) {
            sink.malformed(b.malformed());
        } else {
            fail(((HeadReader.Result.Hopeless) result).reason(), sink);
        }
    }

    private int body(byte[] octets, int from, int to, Sink sink) {
        int end = body.scan(octets, from, to, (o, f, t) -> piece(o, f, t, sink));
        if (broken || end < 0) {
            return to;
        }
        end(body.continuation(), sink);
        return end;
    }

    private void piece(byte[] octets, int from, int to, Sink sink) {
        if (!head.isSend()) {
            otherBody += to - from;
            if (otherBody > limits.otherBody()) {
                fail("Body too large", sink);
            }
        }
        if (!skipping && !broken) {
            sink.body(octets, from, to);
        }
    }

    private void end(Continuation continuation, Sink sink) {
        if (!skipping && !broken) {
            sink.end(continuation);
        }
        head = null;
        body = null;
        headSize = 0;
        otherBody = 0;
        skipping = false;
    }

    private void tooLarge(Sink sink) {
        if (head != null) {
            head.fault("Head too large");
            if (head.result(false) instanceof HeadReader.Result.Bad bad) {
                sink.malformed(bad.malformed());
            }
        }
        fail("Head too large", sink);
    }

    private void fail(String reason, Sink sink) {
        if (!broken) {
            broken = true;
            line = NOTHING;
            size = 0;
            sink.broken(reason);
        }
    }
}
