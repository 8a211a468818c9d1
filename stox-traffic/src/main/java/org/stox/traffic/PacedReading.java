package org.stox.traffic;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads a busy socket only every few milliseconds, and then all that came, see {@link Pace}; what follows from it is for a crew, which
 * begins when all is read. The first handler of its channel.
 */
public final class PacedReading extends ChannelInboundHandlerAdapter {

    private final Crew crew;
    private final LongSupplier nanoTime;
    private final Pace pace = new Pace();
    private ChannelHandlerContext context;
    private int messages;
    private boolean holding;
    private boolean pausing;
    private boolean wanted = true;

    public PacedReading(Crew crew, LongSupplier nanoTime) {
        this.crew = crew;
        this.nanoTime = nanoTime;
    }

    /** A message was read. */
    public void came() {
        messages++;
    }

    /** Whether anything may be read at all: false while nobody could take it. On the channel's thread, as all here. */
    public void wanted(boolean read) {
        wanted = read;
        apply();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object read) {
        if (!holding) {
            holding = true;
            crew.hold();
        }
        context.fireChannelRead(read);
    }

    /** Netty sees to it that each read has its end, whatever goes wrong in between. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        context.fireChannelReadComplete();
        if (holding) {
            holding = false;
            crew.release();
        }
        boolean pause = pace.waits(messages, nanoTime.getAsLong());
        messages = 0;
        if (pause && !pausing) {
            pausing = true;
            apply();
            context.executor().schedule(this::goOn, Pace.PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void goOn() {
        pausing = false;
        apply();
    }

    private void apply() {
        boolean read = wanted && !pausing;
        if (context.channel().config().isAutoRead() != read) {
            context.channel().config().setAutoRead(read);
        }
    }
}
