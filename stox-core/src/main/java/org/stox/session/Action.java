package org.stox.session;

import java.time.Duration;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;

/** What a machine wants done, in the order of its list. The machine says, the runtime does. */
public sealed interface Action {

    /** The final answer to the SIP request that is the event. */
    record Reply(SipResponse response) implements Action { }

    /** The request or stanza that is the event is refused, in whatever words its sender understands. */
    record Refuse(Refusal refusal) implements Action { }

    /**
     * A new SIP request; its final response, or what stands for one, comes as {@link Event.SipDone}. It has no Via. An ACK has no response,
     * and nothing comes of it.
     */
    record ToSip(SipRequest request) implements Action { }

    /** A new stanza; only if it fails something comes of it: {@link Event.XmppFailed}. */
    record ToXmpp(Stanza stanza) implements Action { }

    /** To the other side of an MSRP session, or about it; only if it fails something comes of it: {@link Event.MsrpFailed}. */
    record ToMsrp(MsrpTraffic traffic) implements Action { }

    /** Sets a timer, in the place of one of the same name; it comes as {@link Event.Fired}. */
    record Start(String timer, Duration delay) implements Action { }

    record Cancel(String timer) implements Action { }

    /** A word to another session of the same service, which need not be there yet; it comes as {@link Event.Told}, after this step. */
    record Tell(SessionKey to, SessionKey from, String word) implements Action { }
}
