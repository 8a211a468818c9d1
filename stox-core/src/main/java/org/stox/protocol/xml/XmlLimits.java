package org.stox.protocol.xml;

/**
 * How much of a stream is held in memory (RFC 6120 §13.12, reliability against floods). What is longer is a stanza that its sender gets
 * back as policy-violation, never a reason to close the stream; only the header and a skipped stanza have an end of their own.
 *
 * @param maxStanza bytes of one stanza
 * @param maxDepth open elements, the stanza itself being the first
 * @param maxAttributes attributes and namespace declarations of one tag
 * @param maxAttribute bytes of one attribute value as written
 * @param maxHeader bytes of XML declaration and stream header
 * @param maxSkipped bytes of a stanza that is being skipped; past that the stream is closed
 */
public record XmlLimits(int maxStanza, int maxDepth, int maxAttributes, int maxAttribute, int maxHeader, int maxSkipped) {

    /** Each stanza of that many bytes must be taken (RFC 6120 §13.12). */
    public static final int LEAST_STANZA = 10_000;

    /** For what is read. */
    public static final XmlLimits READING = new XmlLimits(256 << 10, 64, 256, 64 << 10, 16 << 10, 16 << 20);

    /** For what is written: less than any server takes. */
    public static final XmlLimits WRITING = new XmlLimits(200 << 10, 64, 256, 8 << 10, 16 << 10, 0);
}
