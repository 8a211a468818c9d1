package org.stox.camel.sip.transport;

import java.time.Duration;

import org.stox.protocol.sip.SipLimits;

/**
 * What one peer may take of us.
 *
 * @param datagram the largest message over UDP
 * @param stream the largest message over TCP
 * @param connections how many connections one address may open to us
 * @param inMessage how long a message on a connection may take from its first byte to its last
 * @param idle how long a connection may be silent
 * @param connect how long a connect may take
 * @param unsent how many bytes may wait for one slow connection
 */
public record TransportLimits(SipLimits datagram, SipLimits stream, int connections, Duration inMessage, Duration idle,
        Duration connect, int unsent) {

    public static final TransportLimits DEFAULT = new TransportLimits(SipLimits.DATAGRAM, SipLimits.STREAM, 64,
            Duration.ofSeconds(30), Duration.ofSeconds(180), Duration.ofSeconds(2), 1 << 20);

    public TransportLimits with(int connectionsPerAddress, Duration inMessageTime, Duration idleTime, Duration connectTime) {
        return new TransportLimits(datagram, stream, connectionsPerAddress, inMessageTime, idleTime, connectTime, unsent);
    }
}
