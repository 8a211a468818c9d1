package org.stox.protocol.xmpp;

/** Character data, references resolved. */
public record XmlText(String value) implements XmlNode { }
