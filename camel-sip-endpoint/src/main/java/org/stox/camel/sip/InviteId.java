package org.stox.camel.sip;

import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipSyntaxException;

/** What an INVITE has in common with its responses, its CANCEL and its ACK, whatever branch they are of (RFC 3261 §9.1, §13.2.2.4). */
record InviteId(String callId, int number, String fromTag) {

    /** One branch of it: what an ACK of a 2xx is for. */
    record Branch(InviteId invite, String toTag) {

        static Branch of(SipMessage message) {
            return new Branch(InviteId.of(message), tag(message, "To"));
        }
    }

    static InviteId of(SipMessage message) {
        return new InviteId(message.header("Call-ID").orElse(""), number(message), tag(message, "From"));
    }

    private static int number(SipMessage message) {
        try {
            return message.header("CSeq").map(CSeq::read).map(CSeq::number).orElse(-1);
        } catch (SipSyntaxException e) {
            return -1;
        }
    }

    /** A peer of RFC 2543 may have none. */
    private static String tag(SipMessage message, String header) {
        return SipDialog.tag(message, header).orElse("");
    }
}
