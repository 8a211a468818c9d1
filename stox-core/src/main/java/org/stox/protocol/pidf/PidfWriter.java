package org.stox.protocol.pidf;

import java.util.List;
import java.util.Locale;

import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlOutput;
import org.stox.protocol.xml.XmlWriter;

/** One document as it is sent. Prefixes matter: baresip looks for {@code <basic>} and {@code <rpid:away/>} as text. */
final class PidfWriter {

    private static final String PERSON = "urn:ietf:params:xml:ns:pidf:data-model";
    private static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

    private final XmlOutput out = new XmlOutput();

    Octets write(Pidf pidf) {
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"" + Pidf.NAMESPACE + '"');
        if (pidf.person().isPresent()) {
            out.raw(" xmlns:dm=\"" + PERSON + "\" xmlns:rpid=\"" + RPID + '"');
        }
        out.raw(" entity=\"").value(pidf.entity()).raw("\">\n");
        pidf.tuples().forEach(this::tuple);
        pidf.notes().forEach(n -> note("note", n));
        pidf.person().ifPresent(this::person);
        extensions(pidf.extensions());
        return out.raw("</presence>\n").octets();
    }

    /** RFC 3863 §4.4: status, contact, notes, timestamp, in this order. */
    private void tuple(Tuple tuple) {
        out.raw("<tuple id=\"").value(tuple.id()).raw("\">\n<status>");
        tuple.basic().ifPresent(b -> out.raw("<basic>" + b + "</basic>"));
        tuple.show().ifPresent(s -> out.raw("<show xmlns=\"jabber:client\">").value(s).raw("</show>"));
        extensions(tuple.extensions());
        out.raw("</status>\n");
        tuple.contact().ifPresent(c -> {
            out.raw("<contact");
            c.priority().ifPresent(p -> out.raw(" priority=\"" + decimal(p) + '"'));
            out.raw(">").value(c.uri()).raw("</contact>\n");
        });
        tuple.notes().forEach(n -> note("note", n));
        tuple.timestamp().ifPresent(t -> out.raw("<timestamp>").value(t).raw("</timestamp>\n"));
        out.raw("</tuple>\n");
    }

    private void person(Pidf.Person person) {
        out.raw("<dm:person id=\"p1\">");
        if (!person.activities().isEmpty()) {
            out.raw("<rpid:activities>");
            person.activities().stream().filter(a -> a.matches("[a-z][a-z-]*")).forEach(a -> out.raw("<rpid:" + a + "/>"));
            out.raw("</rpid:activities>");
        }
        person.notes().forEach(n -> note("dm:note", n));
        out.raw("</dm:person>\n");
    }

    private void note(String name, Note note) {
        out.raw("<" + name);
        note.lang().ifPresent(l -> out.raw(" xml:lang=\"").value(l).raw("\""));
        out.raw(">").value(note.text()).raw("</" + name + ">\n");
    }

    private void extensions(List<XmlElement> extensions) {
        extensions.forEach(e -> XmlWriter.write(e, Pidf.NAMESPACE, out));
    }

    /** RFC 3863 §4.1.5: at most three digits after the point. */
    private static String decimal(int thousandths) {
        return thousandths % 1000 == 0 ? String.valueOf(thousandths / 1000) : String.format(Locale.ROOT, "0.%03d", thousandths);
    }
}
