package org.stox.protocol.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An XML element with its namespace and local name; prefixes do not survive. */
public record XmlElement(String namespace, String name, List<XmlAttribute> attributes, List<XmlNode> content) implements XmlNode {

    public XmlElement {
        attributes = List.copyOf(attributes);
        content = List.copyOf(content);
    }

    public static XmlElement of(String namespace, String name, XmlNode... content) {
        return new XmlElement(namespace, name, List.of(), List.of(content));
    }

    /** An element with character data only. */
    public static XmlElement text(String namespace, String name, String text) {
        return new XmlElement(namespace, name, List.of(), List.of(new XmlText(text)));
    }

    public XmlElement with(String attribute, String value) {
        return with("", attribute, value);
    }

    /** With this attribute last, in place of one of the same name. */
    public XmlElement with(String attributeNamespace, String attribute, String value) {
        var all = new ArrayList<XmlAttribute>(attributes.size() + 1);
        for (var a : attributes) {
            if (!a.is(attributeNamespace, attribute)) {
                all.add(a);
            }
        }
        all.add(new XmlAttribute(attributeNamespace, attribute, value));
        return new XmlElement(namespace, name, all, content);
    }

    public boolean is(String otherNamespace, String otherName) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }

    /** The attribute of that name in no namespace. */
    public Optional<String> attribute(String attribute) {
        return attribute("", attribute);
    }

    public Optional<String> attribute(String attributeNamespace, String attribute) {
        for (var a : attributes) {
            if (a.is(attributeNamespace, attribute)) {
                return Optional.of(a.value());
            }
        }
        return Optional.empty();
    }

    /** Child elements in order. */
    public List<XmlElement> children() {
        return content.stream().filter(XmlElement.class::isInstance).map(XmlElement.class::cast).toList();
    }

    public Optional<XmlElement> child(String childNamespace, String childName) {
        for (var node : content) {
            if (node instanceof XmlElement e && e.is(childNamespace, childName)) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** The character data directly in this element. */
    public String text() {
        var text = new StringBuilder();
        for (var node : content) {
            if (node instanceof XmlText t) {
                text.append(t.value());
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return XmlWriter.text(this);
    }
}
