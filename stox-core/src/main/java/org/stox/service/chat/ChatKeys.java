package org.stox.service.chat;

import org.stox.address.Jid;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.sip.SipDialog;
import org.stox.session.SessionKey;

/** By what a chat is found. An address has no space in it. */
final class ChatKeys {

    private ChatKeys() {
    }

    /** There is one chat of two users, whatever their devices and threads (RFC7573-4-20, RFC7573-5-13). */
    static SessionKey pair(Jid user, Jid contact) {
        return new SessionKey("chat", user.bare() + " " + contact.bare());
    }

    static SessionKey pair(Parties parties) {
        return pair(parties.user(), parties.contact());
    }

    static SessionKey dialog(String callId, String localTag) {
        return new SessionKey("dialog", callId + " " + localTag);
    }

    static SessionKey dialog(SipDialog dialog) {
        return dialog(dialog.callId(), dialog.localTag());
    }

    /** Our session id alone: nobody else has it, and a middlebox may change the rest of the URI. */
    static SessionKey msrp(String sessionId) {
        return new SessionKey("msrp", sessionId);
    }

    static SessionKey msrp(MsrpUri session) {
        return msrp(session.sessionId().orElse(""));
    }
}
