package org.stox.protocol.msrp;

/**
 * How large a head may be, so that no sender makes us buffer without end. A body of SEND has no limit here: it is passed on as it comes.
 *
 * @param head octets of start line and header fields
 * @param headers number of header fields
 * @param otherBody octets of the body of other methods (RFC 4975 §7.1)
 */
public record MsrpLimits(int head, int headers, int otherBody) {

    public static final MsrpLimits DEFAULT = new MsrpLimits(16 * 1024, 64, 10_240);
}
