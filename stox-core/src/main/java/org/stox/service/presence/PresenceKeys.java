package org.stox.service.presence;

import org.stox.address.Jid;
import org.stox.protocol.sip.SipDialog;
import org.stox.session.SessionKey;

/** By what the sessions of presence are found. An address has no space in it. */
final class PresenceKeys {

    static final String USER = "user";

    private PresenceKeys() {
    }

    /** An XMPP user watches a SIP user. */
    static SessionKey subscriber(Jid user, Jid contact) {
        return new SessionKey("subscriber", user.bare() + " " + contact.bare());
    }

    /** A SIP user watches an XMPP user. */
    static SessionKey notifier(Jid watcher, Jid contact) {
        return new SessionKey("notifier", watcher.bare() + " " + contact.bare());
    }

    /** Both of what every request of the peer in the dialog has; its own tag may not be known yet. */
    static SessionKey dialog(String callId, String localTag) {
        return new SessionKey("dialog", callId + " " + localTag);
    }

    static SessionKey dialog(SipDialog dialog) {
        return dialog(dialog.callId(), dialog.localTag());
    }

    static SessionKey user(Jid user) {
        return new SessionKey(USER, user.bare().toString());
    }
}
