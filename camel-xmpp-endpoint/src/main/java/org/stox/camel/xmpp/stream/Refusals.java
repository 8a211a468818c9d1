package org.stox.camel.xmpp.stream;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;
import org.stox.protocol.xmpp.StanzaGate;

/** What the stream itself says to a sender: RFC 3261 §21.5.4 and §21.5.5, RFC 6120 §8.3.3. */
final class Refusals {

    private Refusals() {
    }

    /** Nothing was written: it may be tried again without harm. */
    static Refusal down() {
        return unavailable("The XMPP server is not connected");
    }

    static Refusal full() {
        return unavailable("The XMPP server does not read fast enough");
    }

    private static Refusal unavailable(String text) {
        return Refusal.both(503, StanzaError.of(Type.WAIT, Condition.RESOURCE_CONSTRAINT), text, new SipHeader("Retry-After", "5"));
    }

    /** It was written, and nobody knows what became of it. */
    static Refusal unanswered() {
        return Refusal.both(504, StanzaError.of(Type.WAIT, Condition.REMOTE_SERVER_TIMEOUT), "The XMPP server did not answer");
    }

    /** A stanza that the gate holds back: its sender's mistake, or ours. */
    static RuntimeException refused(StanzaGate.Refused refused) {
        return switch (refused.reason()) {
            case JID_MALFORMED -> Refusal.xmpp(StanzaError.of(Type.MODIFY, Condition.JID_MALFORMED), false);
            case POLICY_VIOLATION -> Refusal.both(513, StanzaError.of(Type.MODIFY, Condition.POLICY_VIOLATION), refused.text());
            case BUG -> new IllegalStateException("This stanza must not be sent: " + refused.text());
        };
    }
}
