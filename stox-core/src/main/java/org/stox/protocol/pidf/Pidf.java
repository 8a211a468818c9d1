package org.stox.protocol.pidf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.stox.protocol.xml.XmlElement;

/**
 * A presence document (RFC 3863 §4.1).
 *
 * @param entity the presentity, as a rule a pres URI
 * @param notes of the presentity as a whole
 * @param person what it does, where the document says so
 * @param extensions elements that stox does not know
 */
public record Pidf(String entity, List<Tuple> tuples, List<Note> notes, Optional<Person> person, List<XmlElement> extensions) {

    public static final String NAMESPACE = "urn:ietf:params:xml:ns:pidf";
    public static final String CONTENT_TYPE = "application/pidf+xml";

    public Pidf {
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        extensions = List.copyOf(extensions);
    }

    /** The basic status (RFC 3863 §4.1.4). */
    public enum Basic {
        OPEN, CLOSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A note with the language of its own, if it names one. */
    public record Note(Optional<String> lang, String text) { }

    /**
     * A tuple (RFC 3863 §4.1.2).
     *
     * @param basic absent where a tuple tells something else
     * @param show the element of RFC 6121 §4.7.2.1, as RFC 8048 §6.2 note 7 has it
     * @param activities RFC 4480 §3.2, where they stand in the tuple
     * @param timestamp RFC 3339, as written
     * @param extensions elements of the status that stox does not know
     */
    public record Tuple(String id, Optional<Basic> basic, Optional<String> show, List<String> activities, Optional<Contact> contact,
            List<Note> notes, Optional<String> timestamp, List<XmlElement> extensions) {

        public Tuple {
            activities = List.copyOf(activities);
            notes = List.copyOf(notes);
            extensions = List.copyOf(extensions);
        }

        public static Tuple of(String id, Basic basic) {
            return new Tuple(id, Optional.of(basic), Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty(), List.of());
        }
    }

    /** @param priority thousandths, 0 to 1000 (RFC 3863 §4.1.5) */
    public record Contact(String uri, Optional<Integer> priority) { }

    /**
     * The person of RFC 4479 with its activities (RFC 4480 §3.2).
     *
     * @param activities names such as {@code away}, an open set
     */
    public record Person(List<String> activities, List<Note> notes) {

        public Person {
            activities = List.copyOf(activities);
            notes = List.copyOf(notes);
        }
    }
}
