package org.stox.camel.sip;

import org.apache.camel.Message;

import org.stox.address.SipUris;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;

/** The headers of an exchange with a request: for a route to choose by, written from the request and never read back. */
final class Labels {

    private Labels() {
    }

    static void put(Message message, SipRequest request) {
        message.setHeader(SipConstants.METHOD, request.method());
        message.setHeader(SipConstants.TO, SipUris.userKey(request.uri()));
        request.header("Call-ID").ifPresent(id -> message.setHeader(SipConstants.CALL_ID, id));
        request.header("From").ifPresent(from -> message.setHeader(SipConstants.FROM, user(from)));
    }

    /** What cannot be read stays as it is: whether it may cross is for the mapping to say. */
    private static String user(String from) {
        try {
            return SipUris.userKey(NameAddr.read(from).uri());
        } catch (SipSyntaxException e) {
            return from;
        }
    }
}
