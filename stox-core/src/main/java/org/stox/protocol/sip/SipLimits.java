package org.stox.protocol.sip;

/**
 * How large a message may be, so that no sender makes us buffer or search without end.
 *
 * @param message octets of the whole message
 * @param headers number of header fields
 * @param header octets of one header field, folding included, and of the start line
 */
public record SipLimits(int message, int headers, int header) {

    public static final SipLimits DATAGRAM = new SipLimits(16 * 1024, 128, 8 * 1024);
    public static final SipLimits STREAM = new SipLimits(64 * 1024, 128, 8 * 1024);
}
