package org.stox.service.presence;

import java.time.Duration;
import java.util.Optional;

import org.stox.address.SipUri;
import org.stox.protocol.sip.OwnAddress;

/**
 * What the operator decided about presence.
 *
 * @param expires seconds that a dialog lasts: what is asked for, and the most that is granted (RFC 3856 §6.4)
 * @param minExpires the least that is granted (RFC 6665 §4.2.1.1)
 * @param interval between two notifications to one watcher (RFC 3856 §6.10)
 * @param away how long watchers see what was known after a restart, until the contact is taken to be offline
 * @param contacts how many SIP users an XMPP user may watch (RFC 8048 §8.1)
 * @param own where requests within our dialogs reach us; without it the user's own address is our Contact
 */
public record PresencePolicy(int expires, int minExpires, Duration interval, Duration away, int contacts, Watchers watchers,
        OwnAddress own) {

    /** What becomes of a SIP user who wants to watch an XMPP user and has no authorization yet. */
    public enum Watchers {
        /** The XMPP user is asked, and nothing is shown until he agrees. */
        ASK,
        /** He is let in without a question: what is shown is what the XMPP server gives for a probe, so its roster alone decides. */
        ALLOW
    }

    public static final PresencePolicy DEFAULT = new PresencePolicy(3600, 60, Duration.ofSeconds(5), Duration.ofSeconds(30), 500,
            Watchers.ASK, OwnAddress.NONE);

    public PresencePolicy with(Watchers newWatchers) {
        return new PresencePolicy(expires, minExpires, interval, away, contacts, newWatchers, own);
    }

    Optional<SipUri> contact() {
        return own.contact();
    }
}
