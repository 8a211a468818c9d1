package org.stox.service;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * What comes to the door of the gateway and belongs to a service that is not there yet: the answer that its sender understands.
 * When a service comes, its row goes.
 */
public final class NotServed {

    /** Where no chat is, a session has no media that could be accepted (RFC 3261 §21.4.26); nobody publishes to a gateway (RFC 3903 §6). */
    private static final Map<String, Refusal> METHODS = Map.of(
            "INVITE",  Refusal.sip(488, "Not Acceptable Here"),
            "PUBLISH", Refusal.sip(489, "Bad Event"));

    private NotServed() {
    }

    /** @param allowed the methods that are served */
    public static Refusal refusal(SipRequest request, Collection<String> allowed) {
        return METHODS.getOrDefault(request.method(),
                Refusal.sip(405, "Method Not Allowed", new SipHeader("Allow", String.join(", ", new TreeSet<>(allowed)))));
    }

    public static Refusal refusal(Stanza stanza) {
        return Refusal.xmpp(StanzaError.of(Condition.SERVICE_UNAVAILABLE), stanza.to().isBare());
    }

    /** What is no request: errors and results. It gets no answer. */
    public static boolean dropped(Stanza stanza) {
        return stanza.isError() || stanza instanceof IqStanza && stanza.type().filter("result"::equals).isPresent();
    }
}
