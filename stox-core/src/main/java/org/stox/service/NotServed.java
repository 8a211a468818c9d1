package org.stox.service;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * What comes to the door of the gateway and belongs to a service that is not there yet: the answer that its sender understands.
 * When a service comes, its row goes.
 */
public final class NotServed {

    private static final String ALLOW = "MESSAGE, NOTIFY, OPTIONS, SUBSCRIBE";

    /** A session has no media that could be accepted (RFC 3261 §21.4.26); nobody publishes to a gateway (RFC 3903 §6). */
    private static final Map<String, Refusal> METHODS = Map.of(
            "INVITE",  Refusal.sip(488, "Not Acceptable Here"),
            "PUBLISH", Refusal.sip(489, "Bad Event"));

    /** Presence that asks for something; other presence is state, which nobody waits for (RFC 6121 §3, §4). */
    private static final Set<String> ASKING = Set.of("subscribe", "probe");

    private NotServed() {
    }

    /** Empty for a MESSAGE, which is served. */
    public static Optional<Refusal> refusal(SipRequest request) {
        if (request.method().equals("MESSAGE")) {
            return Optional.empty();
        }
        return Optional.of(METHODS.getOrDefault(request.method(),
                Refusal.sip(405, "Method Not Allowed", new SipHeader("Allow", ALLOW))));
    }

    /** Empty for a message stanza, and for what is dropped. */
    public static Optional<Refusal> refusal(Stanza stanza) {
        if (stanza instanceof MessageStanza || dropped(stanza)) {
            return Optional.empty();
        }
        return Optional.of(Refusal.xmpp(StanzaError.of(Condition.SERVICE_UNAVAILABLE), stanza.to().isBare()));
    }

    /** What is no request: errors and results, and presence that asks for nothing. It gets no answer. */
    public static boolean dropped(Stanza stanza) {
        var type = stanza.type().orElse("");
        if (stanza instanceof PresenceStanza) {
            return !ASKING.contains(type);
        }
        return stanza.isError() || stanza instanceof IqStanza && type.equals("result");
    }
}
