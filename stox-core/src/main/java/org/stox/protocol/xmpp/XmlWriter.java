package org.stox.protocol.xmpp;

/** Trees to text, always one well-formed element. */
public final class XmlWriter {

    private XmlWriter() {
    }

    /** With the namespace of the root declared as the default one: for people, logs and {@code translate}. */
    public static String text(XmlElement element) {
        throw new UnsupportedOperationException("skeleton");
    }
}
