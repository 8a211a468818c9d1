package org.stox.service.chat;

import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.protocol.CleanText;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;

/** What the first message to the XMPP user has and no other: the Subject of the INVITE and who its sender says he is. */
record Opening(Optional<String> subject, Optional<String> nick) {

    static final Opening OVER = new Opening(Optional.empty(), Optional.empty());

    /** RFC7573-5-15, BEYOND-NICK-01. */
    static Opening of(SipRequest invite) {
        return new Opening(invite.header("Subject").map(Opening::line).filter(s -> !s.isEmpty()), name(invite));
    }

    private static Optional<String> name(SipRequest invite) {
        try {
            return invite.header("From").map(NameAddr::read).flatMap(NameAddr::displayName).map(CleanText::name).map(CleanText::forXml)
                    .filter(n -> !n.isEmpty());
        } catch (SipSyntaxException | AddressException e) {
            return Optional.empty();
        }
    }

    private static String line(String text) {
        return CleanText.forXml(CleanText.oneLine(text));
    }
}
