package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;

/** The content namespaces (RFC 6120 §4.8.2): one stanza means the same in each, inside stox it is in that of a component stream. */
public final class StanzaNamespace {

    private static final Set<String> ALL = Set.of(Stanza.NAMESPACE, "jabber:client", "jabber:server");
    private static final Set<String> KINDS = Set.of("message", "presence", "iq");
    private static final int DEEP = 128;         // deeper than any limit: what is there is refused anyway

    private StanzaNamespace() {
    }

    public static boolean isStanza(XmlElement element) {
        return KINDS.contains(element.name()) && ALL.contains(element.namespace());
    }

    /**
     * The stanza in the namespace of a component stream, with those children that are its own; a stanza inside of another namespace,
     * such as a forwarded one, keeps what it has. The same object if there is nothing to do.
     */
    public static XmlElement canonical(XmlElement element) {
        return ALL.contains(element.namespace()) ? canonical(element, 1) : element;
    }

    private static XmlElement canonical(XmlElement element, int depth) {
        var content = depth < DEEP ? content(element.content(), depth) : element.content();
        return content == element.content() && element.namespace().equals(Stanza.NAMESPACE) ? element
                : new XmlElement(Stanza.NAMESPACE, element.name(), element.attributes(), content);
    }

    private static List<XmlNode> content(List<XmlNode> content, int depth) {
        var changed = content;
        for (var i = 0; i < content.size(); i++) {
            if (content.get(i) instanceof XmlElement child && ALL.contains(child.namespace())) {
                var canonical = canonical(child, depth + 1);
                if (canonical != child) {
                    changed = changed == content ? new ArrayList<>(content) : changed;
                    changed.set(i, canonical);
                }
            }
        }
        return changed;
    }
}
