package org.stox.protocol.msrp;

/** A REPORT (RFC 4975 §7.1.2): what has become of a message. It gets no response. */
public record MsrpReport(MsrpUri session, MsrpRequest request) implements MsrpTraffic { }
