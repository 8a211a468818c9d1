package org.stox.camel.xmpp.stream;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;

/**
 * The white space after a flush. A server's parser that was given a tag in two pieces may look at it again only when twice as many
 * bytes are there; a stanza that is followed by silence would wait for the next one.
 */
final class Pad {

    private long end;
    private long reach;

    void stanza(int length, int pad) {
        end += length;
        reach = Math.max(reach, end + pad);
    }

    /** Nothing was written. */
    boolean isEmpty() {
        return end == 0;
    }

    void write(Channel to) {
        var spaces = (int) (reach - end);
        if (spaces > 0) {
            to.write(ByteBufUtil.writeAscii(to.alloc(), " ".repeat(spaces)), to.voidPromise());
        }
    }
}
