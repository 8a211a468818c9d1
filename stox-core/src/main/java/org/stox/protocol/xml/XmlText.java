package org.stox.protocol.xml;

/** Character data, references resolved. */
public record XmlText(String value) implements XmlNode { }
