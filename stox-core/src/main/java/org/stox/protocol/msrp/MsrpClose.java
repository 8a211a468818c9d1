package org.stox.protocol.msrp;

/**
 * The session has no connection any more: from the wire, it was lost or never came to be; towards the wire, the session is over, and what
 * is not written fails.
 *
 * @param reason one sentence for a log
 */
public record MsrpClose(MsrpUri session, String reason) implements MsrpTraffic { }
