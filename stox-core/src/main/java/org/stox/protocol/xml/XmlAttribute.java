package org.stox.protocol.xml;

/** An attribute; its namespace is empty unless it was written with a prefix. */
public record XmlAttribute(String namespace, String name, String value) {

    /** The namespace of {@code xml:lang}. */
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    public boolean is(String otherNamespace, String otherName) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }
}
