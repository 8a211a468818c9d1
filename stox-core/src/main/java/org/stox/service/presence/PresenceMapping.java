package org.stox.service.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.address.AddressMapping;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.Pidf.Person;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.service.MappingPolicy;

/**
 * RFC 8048 §6: presence stanzas to PIDF (§6.2, Table 1: {@link PresenceToSip#TABLE_1}) and back (§6.3, Table 2:
 * {@link PresenceToXmpp#TABLE_2}).
 */
public final class PresenceMapping {

    private PresenceMapping() {
    }

    /**
     * All that is known of a contact as one document, a tuple for each resource (RFC8048-6.2-30).
     *
     * @param language of the document
     */
    public static Pidf document(Jid contact, Jid watcher, List<Availability> known, Optional<String> language, MappingPolicy policy) {
        var from = policy.sipUri(contact.bare());
        var to = policy.sipUri(watcher.bare());
        var person = Activities.mostAvailable(known).flatMap(Activities::of).map(a -> new Person(List.of(a), List.of()));
        return new Pidf(AddressMapping.toUri(contact.bare(), SipUri.Scheme.PRES).toString(),
                known.stream().map(a -> new PresenceToSip(a, from, to).tuple(language)).toList(), List.of(), person, List.of());
    }

    /** The language of the document: that of the resource that was last told of, if it has one. */
    public static Optional<String> language(List<Availability> known) {
        return known.isEmpty() ? Optional.empty() : known.get(known.size() - 1).lang().filter(LanguageTag::isTag);
    }

    /** What each tuple says; those that say nothing about availability are left out. */
    public static List<Availability> availabilities(Pidf pidf, Optional<String> language, Jid contact, Jid watcher) {
        return pidf.tuples().stream().filter(t -> t.basic().isPresent())
                .map(t -> new PresenceToXmpp(pidf, t, language, contact.bare(), watcher).availability()).toList();
    }

    /** The notification of one resource to one watcher (RFC8048-6.3-01). */
    public static PresenceStanza stanza(Jid contact, Jid watcher, Availability availability) {
        var children = new ArrayList<XmlNode>();
        availability.show().ifPresent(s -> children.add(PresenceStanza.element("show", Optional.empty(), s.toString())));
        availability.status().forEach(s -> children.add(PresenceStanza.element("status", s.lang(), s.text())));
        availability.priority().ifPresent(p -> children.add(PresenceStanza.element("priority", Optional.empty(), p.toString())));
        return PresenceStanza.of(availability.resource().map(contact.bare()::withResource).orElse(contact.bare()), watcher,
                availability.open() ? Optional.empty() : Optional.of("unavailable"), availability.lang(), children);
    }
}
