package org.stox.service.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.Pidf.Contact;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.PresenceStanza.Show;

/**
 * One tuple of a SIP user on its way to an XMPP watcher (RFC 8048 §6.3, Table 2).
 *
 * @param language Content-Language of the NOTIFY
 * @param from the user, a bare JID
 * @param to the watcher
 */
record PresenceToXmpp(Pidf pidf, Tuple tuple, Optional<String> language, Jid from, Jid to) {

    /** A row of the table: what it writes. */
    record Row(String sip, String xmpp, String rule, Function<PresenceToXmpp, Optional<String>> value) { }

    private static final Row BASIC = row("basic status", "type", "6.3-05", r -> r.isOpen() ? Optional.empty() : Optional.of("unavailable"));  // note 1

    private static final Row LANGUAGE = row("Content-Language", "xml:lang", "6.3-06", r -> r.language.flatMap(LanguageTag::first));

    private static final Row FROM = row("From", "from", "6.3-07", r -> Optional.of(r.resource().map(r.from::withResource).orElse(r.from).toString()));

    private static final Row PRIORITY = row("priority for tuple", "priority", "6.3-08",
            r -> r.ifOpen(r.tuple.contact().flatMap(Contact::priority)).map(PriorityScale::toXmpp).map(String::valueOf));               // note 2

    private static final Row TO = row("To", "to", "6.3-09", r -> Optional.of(r.to.toString()));

    private static final Row NOTE = row("note", "status", "6.3-10", r -> r.status().stream().map(LangText::text).findFirst());

    private static final Row SHOW = row("show", "show", "6.3-11", r -> r.ifOpen(r.show()).map(Show::toString));                           // note 3

    /** RFC 8048 §6.3, Table 2. */
    static final List<Row> TABLE_2 = List.of(BASIC, LANGUAGE, FROM, PRIORITY, TO, NOTE, SHOW);

    Availability availability() {
        return new Availability(resource(), value(BASIC).isEmpty(), value(SHOW).flatMap(Show::read), value(PRIORITY).map(Integer::valueOf),
                value(LANGUAGE), status(), Optional.empty());
    }

    Optional<String> value(Row row) {
        return row.value().apply(this);
    }

    private boolean isOpen() {
        return tuple.basic().filter(Basic.OPEN::equals).isPresent();
    }

    /** RFC 6121 §4.5.1: what is unavailable has no show and no priority. */
    private <T> Optional<T> ifOpen(Optional<T> value) {
        return isOpen() ? value : Optional.empty();
    }

    /** RFC8048-6.3-16; an id that cannot be a resourcepart tells of the user as a whole. */
    private Optional<String> resource() {
        try {
            return TupleId.resource(tuple.id()).map(r -> from.withResource(r).resource().orElseThrow());
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** The element of XMPP itself, else what the person does. */
    private Optional<Show> show() {
        return tuple.show().flatMap(Show::read).or(() -> activity().map(Activities.Row::show));
    }

    private Optional<Activities.Row> activity() {
        return Activities.row(Stream.concat(tuple.activities().stream(),
                pidf.person().stream().flatMap(p -> p.activities().stream())).toList());
    }

    /** Notes of the tuple, else of the document, else of the person, else the word that XMPP has no show for; one for each language. */
    private List<LangText> status() {
        var personal = pidf.person().map(Pidf.Person::notes).orElse(List.of());
        var notes = Stream.of(tuple.notes(), pidf.notes(), personal).map(PresenceToXmpp::said).filter(n -> !n.isEmpty()).findFirst();
        return notes.orElseGet(() -> ifOpen(activity().flatMap(Activities.Row::text)).map(t -> List.of(new LangText(Optional.empty(), t)))
                .orElse(List.of()));
    }

    private static List<LangText> said(List<Note> notes) {
        var languages = new HashSet<String>();
        var said = new ArrayList<LangText>(1);
        for (var note : notes) {
            if (!note.text().isEmpty() && languages.add(note.lang().orElse(""))) {
                said.add(new LangText(note.lang(), note.text()));
            }
        }
        return said;
    }

    private static Row row(String sip, String xmpp, String rule, Function<PresenceToXmpp, Optional<String>> value) {
        return new Row(sip, xmpp, "RFC8048-" + rule, value);
    }
}
