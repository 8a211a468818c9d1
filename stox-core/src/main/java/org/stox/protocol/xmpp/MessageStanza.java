package org.stox.protocol.xmpp;

import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;

/**
 * A message stanza (RFC 6121 §5.2).
 *
 * @param lang xml:lang of the stanza itself, inherited from the stream if it has none
 * @param subjects subject elements, each with its own language
 * @param bodies body elements, each with its own language
 * @param error the error element of a stanza of type error
 * @param extensions all other child elements, in order
 */
public record MessageStanza(Jid from, Jid to, Optional<String> id, Optional<String> type, Optional<String> lang,
        List<LangText> subjects, List<LangText> bodies, Optional<String> thread, Optional<StanzaError> error,
        List<XmlElement> extensions) implements Stanza {

    /** Text with the xml:lang of its own element, if it carries one. */
    public record LangText(Optional<String> lang, String text) { }

    public MessageStanza {
        subjects = List.copyOf(subjects);
        bodies = List.copyOf(bodies);
        extensions = List.copyOf(extensions);
    }

    /** A message without a type (which means normal) and without content. */
    public static MessageStanza of(Jid from, Jid to) {
        return new MessageStanza(from, to, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(),
                Optional.empty(), Optional.empty(), List.of());
    }

    @Override
    public XmlElement toXml() {
        return StanzaCodec.write(this);
    }

    @Override
    public String toString() {
        return toXml().toString();
    }
}
