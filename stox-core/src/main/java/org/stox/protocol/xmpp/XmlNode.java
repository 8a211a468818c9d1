package org.stox.protocol.xmpp;

/** What stands in an element: elements and character data. */
public sealed interface XmlNode permits XmlElement, XmlText { }
