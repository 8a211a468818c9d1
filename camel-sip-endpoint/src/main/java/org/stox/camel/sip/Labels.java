package org.stox.camel.sip;

import java.util.Optional;
import java.util.OptionalInt;

import org.apache.camel.Message;

import org.stox.address.SipUris;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;

/**
 * The headers of an exchange with a message: for a route to choose by, written from the message and never read back.
 *
 * @param line what keeps its order
 */
record Labels(String method, Pair pair, Optional<String> callId, OptionalInt status, Pair line) {

    /** Who writes to whom. */
    record Pair(String from, String to) {
    }

    static Labels of(SipRequest request) {
        var pair = new Pair(request.header("From").map(Labels::user).orElse(""), SipUris.userKey(request.uri()));
        return new Labels(request.method(), pair, request.header("Call-ID"), OptionalInt.empty(), pair);
    }

    /** Of a response to a request of ours, in the line of that. */
    static Labels of(SipResponse response, Pair request) {
        String method = response.header("CSeq").map(CSeq::read).map(CSeq::method).orElse("");
        return new Labels(method, new Pair(request.to(), request.from()), response.header("Call-ID"), OptionalInt.of(response.status()), request);
    }

    void put(Message message) {
        message.setHeader(SipConstants.METHOD, method);
        message.setHeader(SipConstants.TO, pair.to());
        message.setHeader(SipConstants.FROM, pair.from());
        callId.ifPresent(id -> message.setHeader(SipConstants.CALL_ID, id));
        status.ifPresent(code -> message.setHeader(SipConstants.STATUS_CODE, code));
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
