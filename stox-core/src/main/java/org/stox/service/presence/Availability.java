package org.stox.service.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.PresenceStanza.Show;

/**
 * What is known of one resource of a contact: a presence stanza, or a tuple, without its addresses.
 *
 * @param resource absent for a presence of the bare JID
 * @param lang of the stanza or document; a status has it unless it has its own
 * @param since when it was told
 */
public record Availability(Optional<String> resource, boolean open, Optional<Show> show, Optional<Integer> priority, Optional<String> lang,
        List<LangText> status, Optional<Instant> since) {

    public Availability {
        status = List.copyOf(status);
    }

    /** What a notification says (RFC 8048 §6.1). */
    public static Availability of(PresenceStanza stanza, Instant now) {
        return new Availability(stanza.from().resource(), stanza.type().isEmpty(), stanza.show(), stanza.priority(), stanza.lang(),
                stanza.statuses(), Optional.of(now));
    }

    public static Availability closed(Optional<String> resource) {
        return new Availability(resource, false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** Gone, without a word. */
    public Availability gone() {
        return closed(resource);
    }
}
