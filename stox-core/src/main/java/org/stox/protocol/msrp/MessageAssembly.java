package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Chunks of one session to whole messages (RFC 4975 §7.3.1; RFC 7573 §8). One chunk at a time: {@code begin}, its pieces, {@code end}.
 * Each says what is to be done; a chunk that was refused is refused once, the rest of it is dropped. Not for several threads.
 */
public final class MessageAssembly {

    private static final int BAD_REQUEST = 400;
    private static final int STOP = 413;

    private final AssemblyLimits limits;
    private final AssemblyRoom room;
    private final Map<String, Unfinished> unfinished = new LinkedHashMap<>();
    private final Map<String, Integer> ended = new LinkedHashMap<>();       // 200, or what it was refused with
    private MsrpRequest chunk;
    private boolean hasBody;
    private long position;              // of the next octet, from zero
    private boolean dropping;
    private boolean told;               // this chunk was refused
    private long held;

    /** What is to be done with a chunk. */
    public sealed interface Outcome {

        /** Go on; at its end: 200 if that is owed, nothing to show yet. */
        record Taken() implements Outcome { }

        /** 200 if it is owed, and here is the message. */
        record Complete(WholeMessage message) implements Outcome { }

        /** Nothing to show: no body, given up by its sender, or here before (200 if it is owed); the rest of what was refused (nothing). */
        record Nothing(Why why) implements Outcome { }

        /** This code if it is owed; nothing of the message will be shown. */
        record Refused(int code, String reason) implements Outcome { }

        enum Why { NO_BODY, ABORTED, DUPLICATE, DROPPED }
    }

    private static final class Unfinished {

        private final ReceivedOctets received = new ReceivedOctets();
        private MsrpRequest first;
        private Instant last;
        private OptionalLong total = OptionalLong.empty();      // known once the chunk with $ has come
    }

    public MessageAssembly(AssemblyLimits limits) {
        this(limits, AssemblyRoom.unlimited());
    }

    /** @param room that it shares with other sessions */
    public MessageAssembly(AssemblyLimits limits, AssemblyRoom room) {
        this.limits = limits;
        this.room = room;
    }

    /**
     * The head of a SEND.
     *
     * @param now kept for {@link #expire}
     */
    public Outcome begin(MsrpRequest send, boolean body, Instant now) {
        chunk = send;
        hasBody = body;
        dropping = false;
        told = false;
        if (!body) {
            return new Outcome.Taken();
        }
        var id = id();
        position = send.byteRange().map(r -> r.start() - 1).orElse(0L);
        var before = ended.get(id);
        if (before != null) {
            dropping = true;
            told = before != MsrpResponse.OK;
            return told ? new Outcome.Refused(before, "Message was refused before") : new Outcome.Taken();
        }
        var total = send.byteRange().map(ByteRange::total).orElse(OptionalLong.empty());
        if (total.isPresent() && total.getAsLong() > limits.message() || position > limits.message()) {
            return refuse(STOP, "Message too large");
        }
        if (!unfinished.containsKey(id) && unfinished.size() == limits.messages()) {
            return refuse(STOP, "Too many messages at once");
        }
        var message = unfinished.computeIfAbsent(id, i -> new Unfinished());
        message.last = now;
        if (message.first == null || position == 0) {
            message.first = send;
        }
        return new Outcome.Taken();
    }

    /** A piece of the body. */
    public Outcome body(byte[] octets, int from, int to, Instant now) {
        if (dropping || from == to) {
            return dropping ? new Outcome.Nothing(Outcome.Why.DROPPED) : new Outcome.Taken();
        }
        var message = unfinished.get(id());
        var received = message.received;
        message.last = now;
        if (position + to - from > limits.message()) {
            return refuse(STOP, "Message too large");
        }
        long before = received.size();
        received.put(position, octets, from, to);
        hold(received.size() - before);
        position += to - from;
        if (held > limits.session() || room.isExceeded()) {  // octets that came before do not count, in whatever pieces they come again
            return refuse(STOP, "Too much at once");
        }
        return received.extents() > limits.extents() ? refuse(STOP, "Too many gaps") : new Outcome.Taken();
    }

    /** The end-line. The chunk with $ says how long the message is, whatever Byte-Range says (§7.3.1). */
    public Outcome end(Continuation continuation) {
        if (!hasBody) {
            if (continuation == Continuation.ABORT) {
                chunk.messageId().ifPresent(i -> close(i, MsrpResponse.OK));
            }
            return new Outcome.Nothing(continuation == Continuation.ABORT ? Outcome.Why.ABORTED : Outcome.Why.NO_BODY);
        }
        var id = id();
        if (dropping) {
            int code = ended.getOrDefault(id, STOP);
            return code == MsrpResponse.OK ? new Outcome.Nothing(Outcome.Why.DUPLICATE)
                    : told ? new Outcome.Nothing(Outcome.Why.DROPPED) : new Outcome.Refused(code, "Message took too long");
        }
        if (continuation == Continuation.ABORT) {
            close(id, MsrpResponse.OK);
            return new Outcome.Nothing(Outcome.Why.ABORTED);
        }
        var message = unfinished.get(id);
        if (continuation == Continuation.END) {
            message.total = OptionalLong.of(position);
        }
        if (message.total.isEmpty()) {
            return new Outcome.Taken();
        }
        long total = message.total.getAsLong();
        if (message.received.end() > total) {
            return refuse(BAD_REQUEST, "Octets behind the end of the message");
        }
        if (!message.received.isComplete(total)) {
            return new Outcome.Taken();
        }
        var whole = new WholeMessage(message.first, message.received.octets());
        close(id, MsrpResponse.OK);
        return new Outcome.Complete(whole);
    }

    /** Message-IDs of which nothing has come since then; they are dropped. */
    public List<String> expire(Instant since) {
        var late = new ArrayList<String>();
        unfinished.forEach((id, m) -> {
            if (m.last.isBefore(since)) {
                late.add(id);
            }
        });
        late.forEach(id -> close(id, STOP));
        dropping |= chunk != null && chunk.messageId().filter(late::contains).isPresent();
        return late;
    }

    /** The session, or its connection, is gone: Message-IDs of what was not complete. */
    public List<String> discard() {
        var lost = List.copyOf(unfinished.keySet());
        unfinished.clear();
        hold(-held);
        dropping = true;
        return lost;
    }

    /** Octets of unfinished messages. */
    public long held() {
        return held;
    }

    private void hold(long more) {
        held += more;
        room.take(more);
    }

    private String id() {
        return chunk.messageId().orElseThrow();
    }

    private Outcome refuse(int code, String reason) {
        dropping = true;
        told = true;
        close(id(), code);
        return new Outcome.Refused(code, reason);
    }

    private void close(String id, int code) {
        var message = unfinished.remove(id);
        if (message != null) {
            hold(-message.received.size());
        }
        ended.put(id, code);
        if (ended.size() > limits.remembered()) {
            ended.remove(ended.keySet().iterator().next());
        }
    }
}
