package org.stox.camel.xmpp.stream;

import java.time.Duration;

/**
 * How long a stream waits.
 *
 * @param connect for the socket
 * @param handshake for the server's header and its answer to the handshake
 * @param idle without a byte before a ping goes out, and as long again for its answer (XEP-0199)
 * @param stanza for the rest of a stanza that has begun
 * @param fence for the ping that says that the server has taken what was written
 * @param keep how long an error stanza outlives a lost stream
 * @param flush how long a stanza may wait for company before the flush
 */
public record Timers(Duration connect, Duration handshake, Duration idle, Duration stanza, Duration fence, Duration keep,
        Duration flush) {

    public static final Timers DEFAULT = new Timers(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15),
            Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ZERO);
}
