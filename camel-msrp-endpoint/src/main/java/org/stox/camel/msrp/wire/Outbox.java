package org.stox.camel.msrp.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.Chunker;
import org.stox.protocol.msrp.MsrpMessage;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.OpenTransactions;
import org.stox.protocol.msrp.Outgoing;

/**
 * What one connection writes (RFC 4975 §7.1.1): as much as the socket takes, so that the next chunk is chosen as late as can be, and what a
 * peer does not read waits here, where it is counted.
 */
final class Outbox {

    /** What one chunk and one message come to. */
    interface Progress {

        /** The octets of a chunk are given to the socket; a response can come from now on. */
        void chunk(Chunker.Sent sent);

        /** The socket has taken the last octet of a message, or could not. */
        void written(Chunker.Sent last, boolean success);
    }

    private static final int MOST_ANSWERS = 4096;

    private final Wire wire;
    private final Progress progress;
    private final OpenTransactions transactions = new OpenTransactions();
    private final Chunker chunker;
    private final ChannelFutureListener taken = this::taken;
    private Channel channel;
    private boolean open;
    private boolean holding;
    private boolean closing;
    private int answers;                // without a pause in which the peer has read
    private int unread;                 // pieces that the socket has not taken
    private Instant progressed = Instant.MAX;       // when it last took one; MAX while it has all

    Outbox(Wire wire, Progress progress) {
        this.wire = wire;
        this.progress = progress;
        this.chunker = new Chunker(wire.ids()::next, transactions::inUse);
    }

    /** From now on it is written. */
    void open(Channel to) {
        channel = to;
        open = true;
        drain();
    }

    /** While a read goes on, its answers are gathered. */
    void hold(boolean on) {
        holding = on;
        if (!on) {
            drain();
        }
    }

    void add(Outgoing message) {
        wire.tap(false, message);
        chunker.add(message);
        drain();
    }

    /** False if the peer reads so little that no more is kept for it. */
    boolean add(MsrpMessage message) {
        if (answers >= MOST_ANSWERS) {
            return false;
        }
        answers++;
        wire.tap(false, message);
        chunker.add(message);
        drain();
        return true;
    }

    int waiting() {
        return chunker.waiting();
    }

    void abort(String messageId) {
        chunker.abort(messageId);
        drain();
    }

    void end(MsrpUri session) {
        chunker.end(session);
        transactions.end(session);
        drain();
    }

    Optional<Chunker.Sent> answered(MsrpResponse response) {
        return transactions.answered(response);
    }

    List<Chunker.Sent> expire(Instant now) {
        return transactions.expire(now);
    }

    /** The peer has taken nothing for so long, and something waits. */
    boolean isStuck(Instant before) {
        return progressed.isBefore(before);
    }

    /** Closes when all is written. */
    void close() {
        closing = true;
        drain();
    }

    void drain() {
        if (!open || holding) {
            return;
        }
        boolean any = false;
        while (channel.isWritable()) {
            var piece = chunker.next();
            if (piece.isEmpty()) {
                break;
            }
            write(piece.get());
            any = true;
        }
        if (channel.isWritable()) {
            answers = 0;
        }
        if (any) {
            channel.flush();
        }
        if (closing && chunker.isEmpty()) {
            open = false;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void write(Chunker.Piece piece) {
        wire.counters().add(Event.OCTETS_OUT, piece.octets().length);
        if (unread++ == 0) {
            progressed = wire.now();
        }
        piece.sent().ifPresent(sent -> {
            transactions.sent(sent, wire.now());
            progress.chunk(sent);
        });
        var written = channel.write(Unpooled.wrappedBuffer(piece.octets()));
        written.addListener(taken);
        piece.sent().filter(Chunker.Sent::last).ifPresent(
                sent -> written.addListener(f -> progress.written(sent, f.isSuccess())));
    }

    private void taken(ChannelFuture written) {
        unread--;
        progressed = unread == 0 ? Instant.MAX : wire.now();
    }
}
