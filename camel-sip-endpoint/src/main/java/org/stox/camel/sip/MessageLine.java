package org.stox.camel.sip;

import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** A message as one line of the log: what it is and its ids, without its body and without control characters. */
final class MessageLine {

    private MessageLine() {
    }

    static String of(SipMessage message) {
        String start = message instanceof SipRequest request ? request.method() + ' ' + request.uri()
                : ((SipResponse) message).status() + " " + ((SipResponse) message).reason();
        String line = start + " Call-ID " + message.header("Call-ID").orElse("-") + " CSeq " + message.header("CSeq").orElse("-");
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
