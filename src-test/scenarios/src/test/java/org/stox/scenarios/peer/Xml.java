package org.stox.scenarios.peer;

import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Stream;

import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import org.w3c.dom.Element;

/** An element as the JDK's parser reads it: a second opinion on what our own code writes. */
public record Xml(Element element) {

    public String name() {
        return element.getLocalName();
    }

    public String namespace() {
        return Optional.ofNullable(element.getNamespaceURI()).orElse("");
    }

    /** Empty where there is none. */
    public String attribute(String name) {
        return element.getAttribute(name);
    }

    public String lang() {
        return element.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang");
    }

    public Stream<Xml> children() {
        var nodes = element.getChildNodes();
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1).map(nodes::item)
                .filter(Element.class::isInstance).map(Element.class::cast).map(Xml::new);
    }

    /** The first child of that name, whatever its namespace. */
    public Optional<Xml> child(String name) {
        return children().filter(c -> c.name().equals(name)).findFirst();
    }

    public Optional<Xml> child(String namespace, String name) {
        return children().filter(c -> c.name().equals(name) && c.namespace().equals(namespace)).findFirst();
    }

    public String text() {
        return element.getTextContent();
    }

    /** The text of a child; empty where there is none. */
    public String text(String child) {
        return child(child).map(Xml::text).orElse("");
    }

    /** Of an error stanza: {@code type condition}. */
    public String error() {
        return child("error").map(e -> e.attribute("type") + " " + e.children()
                .filter(c -> c.namespace().equals("urn:ietf:params:xml:ns:xmpp-stanzas") && !c.name().equals("text"))
                .map(Xml::name).findFirst().orElse("")).orElse("");
    }

    @Override
    public String toString() {
        try {
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            var text = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
