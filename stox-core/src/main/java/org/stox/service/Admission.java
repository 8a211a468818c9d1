package org.stox.service;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.address.Uri;
import org.stox.error.Refusal;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * Who may write to whom: default deny, decided on the mapped address (RFC 7247 §8). Nobody speaks for a domain that is not his, and
 * a target is never a domain of the side that it comes from.
 */
public final class Admission {

    private static final String TOO_BAD = "No such user";

    private Admission() {
    }

    /** Where a request goes: the XMPP user of its Request-URI. */
    public static Jid target(SipRequest request, MappingPolicy policy) {
        refuseSips(request, policy);
        if (!(request.uri() instanceof SipUri uri)) {       // RFC7247-6.1-01
            throw Refusal.sip(416, "Unsupported URI Scheme");
        }
        refuseWrongUser(uri);
        if (uri.user().isEmpty() || !policy.isXmppUser(uri)) {
            throw Refusal.sip(404, TOO_BAD);
        }
        try {
            return policy.jid(uri);
        } catch (AddressException e) {                      // no JID stands for it, so nobody can have it
            throw Refusal.sip(404, TOO_BAD + ", " + e.getMessage());
        }
    }

    /** RFC7247-8-03, 04, 05; the answer is that of RFC 5630 §5.1.1. */
    public static void refuseSips(SipRequest request, MappingPolicy policy) {
        if (isSips(request.uri()) || isSips(request.header("To").orElse(""))) {
            throw Refusal.sip(480, "SIPS Not Allowed", new SipHeader("Warning", "380 " + policy.sipDomain() + " \"SIPS Not Allowed\""));
        }
    }

    /** Who sends a request: the SIP user in From. */
    public static Jid sender(SipRequest request, MappingPolicy policy) {
        return sender(from(request), policy);
    }

    /** The From of a request, to be read once. */
    public static NameAddr from(SipRequest request) {
        return address(request, "From");
    }

    /** Who sends a request, by its From. */
    public static Jid sender(NameAddr from, MappingPolicy policy) {
        if (!(from.uri() instanceof SipUri uri)) {
            throw Refusal.sip(403, "From is no sip URI");
        }
        refuseWrongUser(uri);
        if (uri.user().isEmpty() || !policy.isSipUser(uri)) {
            throw Refusal.sip(403, "From is not of this domain");
        }
        try {
            return policy.jid(uri);
        } catch (AddressException e) {
            throw Refusal.sip(400, "Bad From, " + e.getMessage());
        }
    }

    /** Where a stanza goes: the SIP user of its {@code to}. */
    public static SipUri target(Jid to, MappingPolicy policy) {
        if (to.local().isEmpty() || !to.domain().equals(policy.domain())) {
            throw refusal(Condition.ITEM_NOT_FOUND, TOO_BAD);
        }
        try {
            return policy.sipUri(to);
        } catch (AddressException e) {
            throw refusal(Condition.ITEM_NOT_FOUND, TOO_BAD + ", " + e.getMessage());
        }
    }

    /** Who sends a stanza: the XMPP user of its {@code from}. */
    public static SipUri sender(Jid from, MappingPolicy policy) {
        if (!policy.xmppDomains().contains(from.domain())) {
            throw refusal(Condition.FORBIDDEN, from.domain() + " may not use this gateway");
        }
        try {
            return policy.sipUri(from);
        } catch (AddressException e) {
            throw refusal(Condition.JID_MALFORMED, e.getMessage());
        }
    }

    private static Refusal refusal(Condition condition, String text) {
        var error = StanzaError.of(condition);
        return Refusal.xmpp(new StanzaError(error.type(), condition, error.address(), java.util.Optional.of(text), error.by()), false);
    }

    /** RFC7247-6.4-02: a password names no user. */
    private static void refuseWrongUser(SipUri uri) {
        if (uri.user().isPresent() && uri.user().get().indexOf(':') >= 0) {
            throw Refusal.sip(400, "A password in the address");
        }
    }

    private static NameAddr address(SipRequest request, String header) {
        try {
            return NameAddr.read(request.header(header).orElseThrow(() -> Refusal.sip(400, "No " + header)));
        } catch (SipSyntaxException | AddressException e) {
            throw Refusal.sip(400, "Bad " + header);
        }
    }

    private static boolean isSips(Uri uri) {
        return uri instanceof SipUri sip && sip.scheme() == SipUri.Scheme.SIPS;
    }

    /** To is not used, so it matters only if it is a sips URI, whatever its display name says (RFC 3261 §8.2.2.1). */
    private static boolean isSips(String to) {
        for (int i = to.indexOf(':'); i >= 0; i = to.indexOf(':', i + 1)) {
            if (i >= 4 && to.regionMatches(true, i - 4, "sips", 0, 4)) {
                try {
                    return isSips(NameAddr.read(to).uri());
                } catch (SipSyntaxException | AddressException e) {
                    throw Refusal.sip(400, "Bad To");
                }
            }
        }
        return false;
    }
}
