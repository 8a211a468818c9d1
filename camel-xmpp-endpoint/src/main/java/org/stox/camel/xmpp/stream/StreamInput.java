package org.stox.camel.xmpp.stream;

import java.time.Instant;
import java.util.Optional;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import org.stox.protocol.xml.StreamError;
import org.stox.protocol.xml.StreamException;
import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.StreamReader;
import org.stox.protocol.xml.XmlElement;
import org.stox.traffic.PacedReading;

/** The bytes of one connection to what they mean; after the first mistake of the peer it reads no more. */
final class StreamInput extends ChannelInboundHandlerAdapter implements StreamReader.Sink {

    private final ComponentConnection stream;
    private final StreamReader reader;
    private final PacedReading paced;
    private byte[] bytes = new byte[8 << 10];
    private boolean broken;
    private boolean progress;
    private Optional<Instant> begun = Optional.empty();

    StreamInput(ComponentConnection stream, StreamSettings settings, PacedReading paced) {
        this.stream = stream;
        this.paced = paced;
        this.reader = new StreamReader(settings.reading());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var read = (ByteBuf) message;
        try {
            if (!broken) {
                read(read);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private void read(ByteBuf read) {
        var length = read.readableBytes();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        read.readBytes(bytes, 0, length);
        stream.heard();
        progress = false;
        try {
            reader.feed(bytes, 0, length, this);
        } catch (StreamException e) {
            breakWith(e.error());
            return;
        }
        if (!reader.pending()) {
            begun = Optional.empty();
        } else if (progress || begun.isEmpty()) {
            begun = Optional.of(stream.now());
        }
        stream.arm();
    }

    /** When what is being read began, if something is. */
    Optional<Instant> begun() {
        return broken ? Optional.empty() : begun;
    }

    void breakWith(StreamError error) {
        broken = true;
        stream.broken(error);
    }

    @Override
    public void header(StreamHeader header) {
        progress = true;
        stream.header(header);
    }

    @Override
    public void element(XmlElement element) {
        progress = true;
        paced.came();
        stream.element(element);
    }

    @Override
    public void skipped(XmlElement openTag) {
        progress = true;
        stream.skipped(openTag);
    }

    @Override
    public void end() {
        broken = true;
        stream.ended();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stream.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken = true;
        stream.disconnected(this, "the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        stream.failed(this, cause);
        context.close();
    }
}
