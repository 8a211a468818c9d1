package org.stox.protocol.pidf;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.Pidf.Contact;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.pidf.Pidf.Person;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.xml.StreamException;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlDocument;
import org.stox.protocol.xml.XmlElement;

/**
 * One body to its document. The structure is strict; what is around it is not, as no two phones agree: RPID in each of its early
 * namespaces, in the person, in the tuple, in its status; activities as element names (RFC 4480) or as text of {@code activity}
 * (Microsoft); a tuple of its own for {@code digium_presence}.
 */
final class PidfReader {

    private static final String CLIENT = "jabber:client";

    /** What the element of a tuple is called that is read here; all else of a status is an extension. */
    private static final Set<String> OWN = Set.of("basic", "activities", "digium_presence");

    /** More than a person has; what is beyond is not read. */
    private static final int MAX_TUPLES = 64;

    private final XmlElement root;
    private final List<Tuple> tuples = new ArrayList<>();
    private final List<String> activities = new ArrayList<>();
    private final List<Note> personal = new ArrayList<>();
    private boolean person;

    PidfReader(Octets body) {
        try {
            root = XmlDocument.read(body);
        } catch (StreamException e) {
            throw new PidfException("no XML: " + e.getMessage());
        }
        if (!root.name().equals("presence") || !root.namespace().equals(Pidf.NAMESPACE)) {
            throw new PidfException("no presence document");
        }
    }

    Pidf read() {
        var notes = new ArrayList<Note>();
        var extensions = new ArrayList<XmlElement>();
        for (var child : root.children()) {
            switch (child.name()) {
                case "tuple" -> tuple(child);
                case "note" -> notes.add(note(child, lang(root)));
                case "person" -> person(child);
                default -> extensions.add(child);
            }
        }
        return new Pidf(root.attribute("entity").orElse(""), tuples, notes,
                person ? Optional.of(new Person(activities, personal)) : Optional.empty(), extensions);
    }

    /** RFC 4479 §3.2; older drafts have a status around the activities. */
    private void person(XmlElement element) {
        person = true;
        for (var child : element.children()) {
            switch (child.name()) {
                case "activities" -> activities(child, activities, personal);
                case "status" -> child.children().stream().filter(c -> c.name().equals("activities"))
                        .forEach(c -> activities(c, activities, personal));
                case "note" -> personal.add(note(child, lang(element)));
                default -> { }
            }
        }
    }

    private void tuple(XmlElement element) {
        var status = element.children().stream().filter(c -> c.name().equals("status")).findFirst();
        var told = status.flatMap(s -> s.children().stream().filter(c -> c.name().equals("digium_presence")).findFirst());
        if (told.isPresent()) {
            digium(told.get());
            return;
        }
        if (tuples.size() == MAX_TUPLES) {
            return;
        }
        var doing = new ArrayList<String>();
        var notes = new ArrayList<Note>();
        for (var child : element.children()) {
            if (child.name().equals("note")) {
                notes.add(note(child, lang(element).or(() -> lang(root))));
            } else if (child.name().equals("activities")) {
                activities(child, doing, notes);
            }
        }
        var extensions = new ArrayList<XmlElement>();
        Optional<String> show = Optional.empty();
        Optional<Basic> basic = Optional.empty();
        for (var child : status.map(XmlElement::children).orElse(List.of())) {
            if (child.is(CLIENT, "show") && show.isEmpty()) {
                show = Optional.of(child.text().strip());
            } else if (child.name().equals("basic") && basic.isEmpty()) {
                basic = basic(child.text());
            } else if (child.name().equals("activities")) {
                activities(child, doing, notes);
            } else if (!OWN.contains(child.name())) {
                extensions.add(child);
            }
        }
        tuples.add(new Tuple(element.attribute("id").orElse(""), basic, show, doing, child(element, "contact").map(PidfReader::contact), notes,
                child(element, "timestamp").map(t -> t.text().strip()), extensions));
    }

    /** Tells of the person, not of a device: its type is in the words of XMPP but for {@code unavailable} and the like. */
    private void digium(XmlElement element) {
        person = true;
        switch (element.attribute("type").orElse("")) {
            case "away", "xa" -> activities.add("away");
            case "dnd" -> activities.add("busy");
            default -> { }
        }
        if (!element.text().isBlank()) {
            personal.add(new Note(Optional.empty(), element.text().strip()));
        }
    }

    private static void activities(XmlElement element, List<String> into, List<Note> notes) {
        for (var child : element.children()) {
            switch (child.name()) {
                case "note" -> notes.add(note(child, lang(element)));
                case "activity" -> into.add(child.text().strip().toLowerCase(Locale.ROOT));     // Microsoft, and RPID's first drafts
                case "other" -> notes.add(note(child, lang(element)));                          // RFC 4480: says it in plain text
                default -> into.add(child.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static Optional<Basic> basic(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "open" -> Optional.of(Basic.OPEN);
            case "closed" -> Optional.of(Basic.CLOSED);
            default -> Optional.empty();
        };
    }

    /** A priority out of its range counts as none (RFC 3863 §4.1.5). */
    private static Contact contact(XmlElement element) {
        return new Contact(element.text().strip(), element.attribute("priority").map(String::strip).filter(p -> p.length() <= 12)
                .flatMap(PidfReader::thousandths));
    }

    private static Optional<Integer> thousandths(String text) {
        if (!text.matches("[0-9]{0,3}(\\.[0-9]*)?") || text.isEmpty() || text.equals(".")) {
            return Optional.empty();
        }
        int value = new BigDecimal(text.startsWith(".") ? "0" + text : text.endsWith(".") ? text + "0" : text).movePointRight(3).intValue();
        return value <= 1000 ? Optional.of(value) : Optional.empty();
    }

    private static Note note(XmlElement element, Optional<String> around) {
        return new Note(lang(element).or(() -> around), element.text().strip());
    }

    private static Optional<String> lang(XmlElement element) {
        return element.attribute(XmlAttribute.XML, "lang");
    }

    private static Optional<XmlElement> child(XmlElement element, String name) {
        return element.children().stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
