package org.stox.protocol.xml;

/** What stands in an element: elements and character data. */
public sealed interface XmlNode permits XmlElement, XmlText { }
