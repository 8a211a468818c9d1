package org.stox.camel.sip.jain;

import java.text.ParseException;

import gov.nist.core.Host;
import gov.nist.core.HostPort;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;

/**
 * The few header fields that the stack reads, made without its parser: what they hold is ours, never the peer's. As branch
 * stands the whole key of the transaction, so that none is found by the branch alone (RFC 3261 §17.2.3).
 */
final class JainHeaders {

    static final int HOPS = 70;
    private static final HostPort SENT_BY = sentBy();       // one for all: it is kept with each transaction, and never changed
    private static final int ANY_PORT = 5060;

    private JainHeaders() {
    }

    private static HostPort sentBy() {
        var sentBy = new HostPort();
        sentBy.setHost(new Host("stox.invalid"));
        sentBy.setPort(ANY_PORT);
        return sentBy;
    }

    static Via via(String key) {
        try {
            var via = new Via();
            via.setSentBy(SENT_BY);
            via.setBranch(key);
            return via;
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static CSeq cseq(int number, String method) {
        return new CSeq(number, method);
    }

    static CallID callId() {
        return new CallID("-");
    }

    /** Without tag: the stack looks for dialogs by it, and has none. */
    static From from() {
        return new From();
    }

    static To to() {
        return new To();
    }
}
