package org.stox.protocol.composing;

import java.time.Duration;
import java.util.Optional;

import org.stox.protocol.Ascii;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing.State;
import org.stox.protocol.xml.StreamException;
import org.stox.protocol.xml.XmlDocument;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlOutput;

/** isComposing documents to records and back (RFC 3994 §6). Elements of other namespaces are passed over, as its §3.5 has it. */
public final class IsComposingCodec {

    /** No timer is longer, whatever a peer writes. */
    private static final long MAX_REFRESH = Duration.ofDays(1).toSeconds();

    private IsComposingCodec() {
    }

    /** Throws {@link ComposingException} where there is no such document, or no state in it. */
    public static IsComposing read(Octets body) {
        XmlElement root;
        try {
            root = XmlDocument.read(body);
        } catch (StreamException e) {
            throw new ComposingException("no XML: " + e.getMessage());
        }
        if (!root.is(IsComposing.NAMESPACE, "isComposing")) {
            throw new ComposingException("no isComposing document");
        }
        var state = text(root, "state").orElseThrow(() -> new ComposingException("no state"));
        return new IsComposing(State.of(state), text(root, "lastactive"), text(root, "contenttype"),
                text(root, "refresh").flatMap(IsComposingCodec::seconds));
    }

    /** The elements in the order of the schema (RFC 3994 §6.1). */
    public static Octets write(IsComposing composing) {
        var out = new XmlOutput();
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<isComposing xmlns=\"" + IsComposing.NAMESPACE + "\">");
        element(out, "state", composing.state().toString());
        composing.lastActive().ifPresent(t -> element(out, "lastactive", t));
        composing.contentType().ifPresent(t -> element(out, "contenttype", t));
        composing.refresh().ifPresent(r -> element(out, "refresh", String.valueOf(r.toSeconds())));
        return out.raw("</isComposing>").octets();
    }

    private static void element(XmlOutput out, String name, String text) {
        out.raw("<" + name + ">").value(text).raw("</" + name + ">");
    }

    private static Optional<String> text(XmlElement root, String name) {
        return root.child(IsComposing.NAMESPACE, name).map(e -> e.text().strip()).filter(t -> !t.isEmpty());
    }

    /** An xs:positiveInteger; what is none counts as absent. */
    private static Optional<Duration> seconds(String text) {
        if (text.length() > 18 || !Ascii.isDigits(text)) {
            return Optional.empty();
        }
        long seconds = Math.min(Long.parseLong(text), MAX_REFRESH);
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
