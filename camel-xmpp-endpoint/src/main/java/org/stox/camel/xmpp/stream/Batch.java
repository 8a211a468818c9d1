package org.stox.camel.xmpp.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.stox.protocol.xmpp.StanzaGate;

/**
 * What goes out in one flush: stanzas one after the other in as few buffers as hold them, as each costs a copy of its own, and the
 * white space after the last. A server's parser that was given a tag in two pieces may look at it again only when twice as many bytes
 * are there; a stanza that is followed by silence would wait for the next one.
 */
final class Batch {

    private static final int BUFFER = 32 << 10;
    private static final int FIRST = 1024;

    private final Channel channel;
    private ByteBuf buffer;             // there while something in it is unwritten
    private long end;
    private long reach;

    Batch(Channel channel) {
        this.channel = channel;
    }

    void add(StanzaGate.Passed passed) {
        var length = passed.stanza().length();
        reserve(length);
        passed.stanza().copyTo(buffer.array(), buffer.arrayOffset() + buffer.writerIndex());
        buffer.writerIndex(buffer.writerIndex() + length);
        end += length;
        reach = Math.max(reach, end + passed.pad());
        if (buffer.readableBytes() >= BUFFER) {
            write();
        }
    }

    /** Nothing was added. */
    boolean isEmpty() {
        return end == 0;
    }

    void flush() {
        var spaces = (int) (reach - end);
        if (spaces > 0) {
            reserve(spaces);
            for (int i = 0; i < spaces; i++) {
                buffer.writeByte(' ');
            }
        }
        write();
        channel.flush();
    }

    private void reserve(int length) {
        if (buffer == null) {
            buffer = channel.alloc().heapBuffer(Math.max(FIRST, length));
        }
        buffer.ensureWritable(length);
    }

    private void write() {
        if (buffer != null) {
            channel.write(buffer, channel.voidPromise());
            buffer = null;
        }
    }
}
