package org.stox.camel.sip.transport;

import org.stox.protocol.sip.SipCodec;

/** What the sockets report, on the thread that read it. */
public interface TransportEvents {

    /** One message was read, or something that is none. */
    void received(SipCodec.Reading reading, Flow flow);

    /** Something was thrown away without an answer, with the reason as the counter's name. */
    void dropped(String reason);
}
