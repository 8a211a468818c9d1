package org.stox.camel.sip;

import java.util.Optional;

import org.apache.camel.Message;

import org.stox.address.SipUris;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;

/** The headers of an exchange with a request: for a route to choose by, written from the request and never read back. */
record Labels(String method, Pair pair, Optional<String> callId) {

    /** Who writes to whom: what keeps its order. */
    record Pair(String from, String to) {
    }

    static Labels of(SipRequest request) {
        var pair = new Pair(request.header("From").map(Labels::user).orElse(""), SipUris.userKey(request.uri()));
        return new Labels(request.method(), pair, request.header("Call-ID"));
    }

    void put(Message message) {
        message.setHeader(SipConstants.METHOD, method);
        message.setHeader(SipConstants.TO, pair.to());
        message.setHeader(SipConstants.FROM, pair.from());
        callId.ifPresent(id -> message.setHeader(SipConstants.CALL_ID, id));
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
