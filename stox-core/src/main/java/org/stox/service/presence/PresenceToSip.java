package org.stox.service.presence;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.stox.address.SipUri;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.Pidf.Contact;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.PresenceStanza.Show;

/**
 * One resource of an XMPP user on its way to a SIP watcher (RFC 8048 §6.2, Table 1).
 *
 * @param from the user
 * @param to the watcher
 */
record PresenceToSip(Availability availability, SipUri from, SipUri to) {

    /** A row of the table: what it writes. */
    record Row(String xmpp, String sip, String rule, Function<PresenceToSip, Optional<String>> value) { }

    private static final Row PRESENCE = row("presence", "Event", "6.2-05", r -> Optional.of("presence"));                            // note 1

    private static final Row RESOURCE = row("resource", "tuple id", "6.2-06", r -> Optional.of(TupleId.of(r.availability.resource())));  // note 2

    private static final Row FROM = row("from", "From", "6.2-07", r -> Optional.of("<" + r.from + ">"));

    private static final Row ID = row("id", "(no mapping)", "6.2-08", r -> Optional.empty());                                        // note 3

    private static final Row TO = row("to", "To", "6.2-09", r -> Optional.of("<" + r.to + ">"));

    private static final Row TYPE = row("type", "basic status", "6.2-10",
            r -> Optional.of((r.availability.open() ? Basic.OPEN : Basic.CLOSED).toString()));                                      // notes 4, 5

    private static final Row LANG = row("xml:lang", "Content-Language", "6.2-11", r -> r.availability.lang().filter(LanguageTag::isTag));

    private static final Row PRIORITY = row("priority", "priority for tuple", "6.2-12",
            r -> r.availability.priority().flatMap(PriorityScale::toPidf).map(String::valueOf));                                    // note 6

    private static final Row SHOW = row("show", "show in the namespace jabber:client", "6.2-13",
            r -> r.availability.show().map(Show::toString));                                                                        // note 7

    private static final Row STATUS = row("status", "note", "6.2-14", r -> r.availability.status().stream().map(LangText::text).findFirst());

    /** RFC 8048 §6.2, Table 1. */
    static final List<Row> TABLE_1 = List.of(PRESENCE, RESOURCE, FROM, ID, TO, TYPE, LANG, PRIORITY, SHOW, STATUS);

    /** @param language of the document: a status in another one says so */
    Tuple tuple(Optional<String> language) {
        var basic = value(TYPE).filter("open"::equals).isPresent() ? Basic.OPEN : Basic.CLOSED;
        var own = value(LANG).filter(l -> !language.equals(Optional.of(l)));
        return new Tuple(value(RESOURCE).orElseThrow(), Optional.of(basic), value(SHOW), List.of(),
                Optional.of(new Contact(from.toString(), value(PRIORITY).map(Integer::valueOf))),
                availability.status().stream().map(s -> new Note(s.lang().or(() -> own), s.text())).toList(),
                availability.since().map(s -> s.truncatedTo(ChronoUnit.SECONDS).toString()), List.of());
    }

    Optional<String> value(Row row) {
        return row.value().apply(this);
    }

    private static Row row(String xmpp, String sip, String rule, Function<PresenceToSip, Optional<String>> value) {
        return new Row(xmpp, sip, "RFC8048-" + rule, value);
    }
}
