package org.stox.service.chat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.TokenList;

/** What a message says beside of the phone that has sent it: by Allow (RFC 3261 §20.5) and by the feature tags of its Contact (RFC 3840 §9). */
final class Capabilities {

    /** RFC 4569, as RFC 3840 §5 writes a tag that is not one of its own, and as RFC 5196 calls it. */
    private static final List<String> SESSIONS = List.of("+sip.message", "message", "+g.oma.sip-im");
    /** A chat session of OMA CPM among the services of 3GPP TS 24.229 §7.2A.8. */
    private static final String SERVICES = "+g.3gpp.icsi-ref";
    private static final String CPM_SESSION = "oma.cpm.session";

    private Capabilities() {
    }

    /** Whether it can have message sessions, where the message says anything of that. */
    static Optional<Boolean> sessions(SipMessage message) {
        var allowed = TokenList.of(message, "Allow");
        if (!allowed.isEmpty() && !allowed.contains("INVITE")) {
            return Optional.of(false);
        }
        var contact = contact(message);
        return contact.filter(Capabilities::refusesInvite).isPresent() ? Optional.of(false) : contact.flatMap(Capabilities::tagged);
    }

    private static Optional<NameAddr> contact(SipMessage message) {
        try {
            return message.header("Contact").map(value -> NameAddr.readAll(value).get(0));
        } catch (SipSyntaxException | AddressException e) {
            return Optional.empty();
        }
    }

    private static boolean refusesInvite(NameAddr contact) {
        return contact.parameter("methods").filter(methods -> !methods.contains("!") && !List.of(methods.split("\\s*,\\s*")).contains("INVITE"))
                .isPresent();
    }

    /** A tag without a value is true (RFC 3840 §9). */
    private static Optional<Boolean> tagged(NameAddr contact) {
        if (contact.parameter(SERVICES).filter(s -> s.toLowerCase(Locale.ROOT).contains(CPM_SESSION)).isPresent()) {
            return Optional.of(true);
        }
        return contact.parameters().stream().filter(p -> SESSIONS.contains(p.name().toLowerCase(Locale.ROOT))).findFirst()
                .map(p -> p.text().orElse("TRUE").equalsIgnoreCase("TRUE"));
    }
}
