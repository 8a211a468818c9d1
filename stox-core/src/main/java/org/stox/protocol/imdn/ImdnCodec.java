package org.stox.protocol.imdn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;
import org.stox.protocol.imdn.Imdn.Kind;
import org.stox.protocol.xml.StreamException;
import org.stox.protocol.xml.XmlDocument;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlOutput;

/** Disposition notifications to records and back (RFC 5438 §11). */
public final class ImdnCodec {

    private ImdnCodec() {
    }

    /**
     * What a document tells: nothing if it names no kind, as the schema allows, or more than one thing, as some do. Throws
     * {@link ImdnException} where there is no such document.
     */
    public static List<Imdn> read(Octets body) {
        XmlElement root;
        try {
            root = XmlDocument.read(body);
        } catch (StreamException e) {
            throw new ImdnException("no XML: " + e.getMessage());
        }
        if (!root.is(Imdn.NAMESPACE, "imdn")) {
            throw new ImdnException("no imdn document");
        }
        var id = text(root, "message-id").orElseThrow(() -> new ImdnException("no message-id"));
        var told = new ArrayList<Imdn>(1);
        for (var kind : Kind.values()) {
            root.child(Imdn.NAMESPACE, kind.element()).flatMap(e -> e.child(Imdn.NAMESPACE, "status")).flatMap(ImdnCodec::status)
                    .ifPresent(status -> told.add(new Imdn(id, text(root, "datetime").orElse(""), text(root, "recipient-uri"), kind, status)));
        }
        return told;
    }

    /** The elements in the order of the schema (RFC 5438 §11.1.9), which has no recipient without its original: both are the same. */
    public static Octets write(Imdn imdn) {
        var out = new XmlOutput();
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<imdn xmlns=\"" + Imdn.NAMESPACE + "\">");
        element(out, "message-id", imdn.messageId());
        element(out, "datetime", imdn.dateTime());
        imdn.recipient().ifPresent(r -> {
            element(out, "recipient-uri", r);
            element(out, "original-recipient-uri", r);
        });
        var kind = imdn.kind().element();
        out.raw("<" + kind + "><status><" + imdn.status() + "/></status></" + kind + ">");
        return out.raw("</imdn>").octets();
    }

    private static void element(XmlOutput out, String name, String text) {
        out.raw("<" + name + ">").value(text).raw("</" + name + ">");
    }

    private static Optional<String> text(XmlElement root, String name) {
        return root.child(Imdn.NAMESPACE, name).map(e -> e.text().strip()).filter(t -> !t.isEmpty());
    }

    /** The first that is of RFC 5438; what else there is extends it (§11.1.7). */
    private static Optional<String> status(XmlElement status) {
        return status.children().stream().filter(c -> c.namespace().equals(Imdn.NAMESPACE)).map(XmlElement::name).findFirst();
    }
}
