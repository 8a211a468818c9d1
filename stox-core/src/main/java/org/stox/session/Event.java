package org.stox.session;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;

/** What comes to a session. */
public sealed interface Event {

    /** A request from the SIP side; the step answers it by {@link Action.Reply} or {@link Action.Refuse}, else it is 200. */
    record FromSip(SipRequest request) implements Event { }

    record FromXmpp(Stanza stanza) implements Event { }

    /** A message, a REPORT, or the end of a connection; a message that is refused is reported so to its sender, if he asked for that. */
    record FromMsrp(MsrpTraffic traffic) implements Event { }

    /** A provisional response to an INVITE, 100 apart (RFC 3261 §12.1.2, §13.2.2.1); nobody waits for an answer. */
    record Provisional(SipResponse response) implements Event { }

    /**
     * A request of this session is over. A timeout is 408 and a failed transport 503 (RFC 3261 §8.1.3.1).
     *
     * @param request as the session gave it
     */
    record SipDone(SipRequest request, SipResponse response) implements Event { }

    /** A stanza of this session did not get through, or its addressee answered with an error at once. */
    record XmppFailed(Stanza stanza, Refusal.Reason reason) implements Event { }

    /** What a session gave to MSRP did not get through; if it was the session itself, there is no connection. */
    record MsrpFailed(MsrpTraffic traffic, Refusal.Reason reason) implements Event { }

    record Fired(String timer) implements Event { }

    /** See {@link Action.Tell}. */
    record Told(SessionKey to, SessionKey from, String word) implements Event { }

    /** This process has the session from a store that another process wrote. Given once a session, before any other event. */
    record Restored() implements Event { }

    /** The XMPP side is away: what was known of it may change unseen. */
    record XmppLost() implements Event { }

    /** It is back. */
    record XmppBack() implements Event { }
}
