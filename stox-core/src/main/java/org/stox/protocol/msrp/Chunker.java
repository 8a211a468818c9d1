package org.stox.protocol.msrp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.stox.protocol.Octets;

/**
 * What one connection has to send, as pieces to be written one after the other whenever it can take one (RFC 4975 §5.1, §7.1.1). Responses
 * and REPORTs go first; messages of a session keep their order; the sessions take turns. A chunk goes on as long as nobody else waits and
 * is interrupted, after 2048 octets at the earliest, as soon as somebody does. One a connection; not for several threads.
 */
public final class Chunker {

    /** A larger chunk must be one that can be interrupted; a smaller one only at the end of a message. */
    public static final int CHUNK = 2048;

    private static final byte[] NOTHING = new byte[0];

    private final Supplier<String> ids;
    private final Predicate<String> inUse;
    private final ArrayDeque<byte[]> first = new ArrayDeque<>();
    private final SessionTurns turns = new SessionTurns();
    private OutgoingPart open;      // the message of the chunk that is being written
    private String transaction;     // of that chunk
    private int from;               // where it began
    private int waiting;

    /**
     * Octets to write.
     *
     * @param sent the chunk that is complete with them: from now on its response can come
     */
    public record Piece(byte[] octets, Optional<Sent> sent) { }

    /** @param last nothing more of the message follows */
    public record Sent(String transaction, String messageId, MsrpUri session, ByteRange range, Reporting reporting, boolean last) { }

    /**
     * @param ids fresh transaction ids: {@code IdSource::next}
     * @param inUse transactions of this connection that wait for a response: no chunk gets the id of one
     */
    public Chunker(Supplier<String> ids, Predicate<String> inUse) {
        this.ids = ids;
        this.inUse = inUse;
    }

    /** A response, a REPORT, an AUTH: complete and before all others. */
    public void add(MsrpMessage message) {
        first.add(MsrpCodec.write(message));
    }

    public void add(Outgoing message) {
        turns.add(new OutgoingPart(message));
        waiting += message.body().length();
    }

    /** Octets of bodies that are not written yet. */
    public int waiting() {
        return waiting;
    }

    public boolean isEmpty() {
        return open == null && first.isEmpty() && turns.isEmpty();
    }

    /** The next octets to write, at most about 4 KB; empty if there is nothing. */
    public Optional<Piece> next() {
        if (open != null && open.aborted) {
            return Optional.of(close(NOTHING, Continuation.ABORT));
        }
        if (open != null && open.position - from >= CHUNK && (!first.isEmpty() || turns.othersThan(open.session()) || open.hyphens)) {
            return Optional.of(close(NOTHING, Continuation.MORE));
        }
        if (open != null) {
            return Optional.of(goOn(NOTHING));
        }
        if (!first.isEmpty()) {
            return Optional.of(new Piece(first.remove(), Optional.empty()));
        }
        return turns.isEmpty() ? Optional.empty() : Optional.of(begin());
    }

    /**
     * The receiver has refused it (413), or the sender has given it up: a chunk of it that is being written ends with #, and so does a
     * message of which a part has gone; the rest is not sent.
     */
    public void abort(String messageId) {
        if (open != null && open.message.messageId().equals(messageId)) {
            abort(open);
        }
        turns.abort(messageId).forEach(this::abort);
    }

    private void abort(OutgoingPart part) {
        if (!part.aborted) {
            waiting -= part.left();
            part.aborted = true;
        }
    }

    /** The session is over: what was not written, in order. A chunk of it that is being written ends with #. */
    public List<Outgoing> end(MsrpUri session) {
        var unsent = new ArrayList<Outgoing>();
        if (open != null && open.session().equals(session)) {
            unsent.add(open.message);
            abort(open);
        }
        turns.end(session).forEach(p -> {
            unsent.add(p.message);
            abort(p);
        });
        return unsent;
    }

    /** Sessions with messages that are not written: their connection is gone. */
    public Set<MsrpUri> sessions() {
        var all = new LinkedHashSet<>(turns.sessions());
        if (open != null) {
            all.add(open.session());
        }
        return all;
    }

    private Piece begin() {
        open = turns.next();
        from = open.position;
        transaction = transaction();
        var message = open.message;
        int total = open.total();
        boolean whole = open.left() <= CHUNK;
        var range = open.aborted || whole ? ByteRange.of(from + 1, open.aborted ? from : total, total) : ByteRange.from(from + 1, total);
        var request = MsrpRequest.send(transaction, message.route(), message.messageId(), range, message.reporting(), message.content());
        open.begun = true;
        if (message.content().isEmpty()) {
            return sent(MsrpCodec.write(request), true);
        }
        var head = MsrpCodec.begin(request);
        return open.aborted ? close(head, Continuation.ABORT) : goOn(head);
    }

    /** The id that the message wants, for its first chunk; a fresh one if it cannot have that or has none. */
    private String transaction() {
        var wanted = open.message.transaction();
        if (!open.begun && wanted.isPresent() && usable(wanted.get())) {
            return wanted.get();
        }
        var id = MsrpTokens.ident(ids);
        while (!usable(id)) {
            id = MsrpTokens.ident(ids);
        }
        return id;
    }

    private boolean usable(String id) {
        int to = open.hyphens ? Math.min(open.message.body().length(), open.position + 2 * CHUNK) : open.position;
        return MsrpTokens.isIdent(id) && !inUse.test(id) && !MsrpCodec.hasEndLine(open.message.body(), open.position, to, id);
    }

    private Piece goOn(byte[] head) {
        var body = open.message.body();
        int begin = open.position;
        int end = open.left() <= CHUNK ? body.length() : character(body, begin + CHUNK);
        open.position = end;
        waiting -= end - begin;
        boolean last = end == body.length();
        var tail = last ? MsrpCodec.end(transaction, Continuation.END) : NOTHING;
        var octets = Arrays.copyOf(head, head.length + end - begin + tail.length);
        body.copyTo(begin, end, octets, head.length);
        System.arraycopy(tail, 0, octets, octets.length - tail.length, tail.length);
        return last ? sent(octets, true) : new Piece(octets, Optional.empty());
    }

    /** The next place that is not inside a character of UTF-8, if the octets are such: who shows chunks as they come can show them. */
    private static int character(Octets body, int at) {
        int end = at;
        while (end < body.length() && end < at + 3 && (body.at(end) & 0xc0) == 0x80) {
            end++;
        }
        return end;
    }

    private Piece close(byte[] head, Continuation continuation) {
        var tail = MsrpCodec.end(transaction, continuation);
        var octets = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, octets, head.length, tail.length);
        var part = open;
        var piece = sent(octets, continuation != Continuation.MORE);
        if (continuation == Continuation.MORE) {
            turns.back(part);
        }
        return piece;
    }

    private Piece sent(byte[] octets, boolean last) {
        var message = open.message;
        var range = ByteRange.of(from + 1, open.position, message.body().length());
        open = null;
        return new Piece(octets, Optional.of(new Sent(transaction, message.messageId(), message.session(), range, message.reporting(), last)));
    }
}
